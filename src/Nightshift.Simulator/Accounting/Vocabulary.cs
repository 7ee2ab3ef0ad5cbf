namespace Nightshift.Simulator.Accounting;

/// <summary>Numbers for the few words that entries repeat. Clients choose some of them, so it is bounded: what comes late is <c>(other)</c>.</summary>
internal sealed class Vocabulary
{
    private const int Most = 4096;
    private readonly Dictionary<string, ushort> _numbers = [];
    private readonly List<string?> _words = [null, "(other)"];

    public ushort NumberOf(string? word)
    {
        if (word is null)
            return 0;
        if (_numbers.TryGetValue(word, out var number))
            return number;
        if (_words.Count == Most)
            return 1;
        _words.Add(word);
        return _numbers[word] = (ushort)(_words.Count - 1);
    }

    public string? this[ushort number] => _words[number];
}
