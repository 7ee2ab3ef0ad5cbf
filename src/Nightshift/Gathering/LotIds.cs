namespace Nightshift.Gathering;

/// <summary>The ids of the open lot with their rows, as hashes: read on from where they were read before. Used by one caller at a time.</summary>
internal sealed class LotIds(string column)
{
    private readonly Dictionary<UInt128, UInt128> _lineOf = [];
    private long _lot = -1;
    private long _read;

    /// <summary>Reads what others have added.</summary>
    public void Advance(FileStream file, long lot, long end)
    {
        if (lot != _lot || end < _read)
        {
            _lineOf.Clear();
            (_lot, _read) = (lot, 0);
        }

        if (end > _read)
        {
            foreach (var line in LotLines.Read(file, _read, end))
            {
                if (QueueLine.IdOf(line, column) is { } id)
                    _lineOf[QueueLine.HashOf(id)] = QueueLine.HashOf(line.Span);
            }
        }

        _read = end;
    }

    /// <summary>Adds the lines of a draft, all or none; which of them are new. They are to end there in the file.</summary>
    /// <exception cref="QueueException">An id is there with another row.</exception>
    public IReadOnlyList<bool> Add(LotDraft draft)
    {
        var isNew = new bool[draft.Entries.Count];
        for (var place = 0; place < isNew.Length; place++)
        {
            var entry = draft.Entries[place];
            isNew[place] = _lineOf.TryAdd(entry.IdHash, entry.LineHash);
            if (isNew[place] || _lineOf[entry.IdHash] == entry.LineHash)
                continue;
            for (var before = 0; before < place; before++)
            {
                if (isNew[before])
                    _lineOf.Remove(draft.Entries[before].IdHash);
            }

            throw QueueLine.Refusal(entry.Place, $"has the id '{entry.Id}', which another row of lot {_lot} has already: give it another id");
        }

        return isNew;
    }

    /// <summary>What was added is in the file, up to there.</summary>
    public void Keep(long end) => _read = end;

    /// <summary>What was added may not be in the file: all of it is read again.</summary>
    public void Forget() => _lot = -1;
}
