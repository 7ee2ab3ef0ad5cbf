Console.WriteLine("nightshift");
