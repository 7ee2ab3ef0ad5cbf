namespace Nightshift.Planning;

/// <summary>The task cannot be carried out as it is written. The message says what is wrong and the cure; it is shown to the user as it is.</summary>
public sealed class TaskException(string message, Exception? inner = null) : Exception(message, inner);
