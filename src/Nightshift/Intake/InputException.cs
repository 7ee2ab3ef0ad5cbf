namespace Nightshift.Intake;

/// <summary>The input cannot be used. The message names the file, what is wrong and the cure; it is shown to the user as it is.</summary>
public sealed class InputException(string message, Exception? inner = null) : Exception(message, inner);
