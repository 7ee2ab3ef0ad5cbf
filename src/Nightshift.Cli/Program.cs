using System.CommandLine;

var root = new RootCommand("nightshift");
root.Subcommands.Add(new Command("run", "x"));
return root.Parse(args).Invoke();
