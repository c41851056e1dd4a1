namespace Router.CodeMode.Durability;

/// <summary>What a journal knows of one call.</summary>
internal sealed class CallFacts
{
    private int _begun;

    internal CodeJournalEntry? Issued { get; private set; }

    internal CodeJournalEntry? Decided { get; private set; }

    /// <summary>Whether it was made, as far as is known: what was withdrawn does not count.</summary>
    internal bool Begun => _begun > 0;

    internal bool Deferred { get; private set; }

    /// <summary>Its result, which the program was told or was about to be told.</summary>
    internal CodeJournalEntry? Result { get; private set; }

    internal static Dictionary<int, CallFacts> Of(IReadOnlyList<CodeJournalEntry> entries)
    {
        Dictionary<int, CallFacts> calls = [];
        foreach (CodeJournalEntry entry in entries)
        {
            if (!calls.TryGetValue(entry.Call, out CallFacts? facts))
            {
                calls.Add(entry.Call, facts = new CallFacts());
            }

            switch (entry.Kind)
            {
                case CodeJournalKind.Issued:
                    facts.Issued ??= entry;
                    break;
                case CodeJournalKind.Decided:
                    facts.Decided ??= entry;
                    break;
                case CodeJournalKind.Begun:
                    facts._begun++;
                    break;
                case CodeJournalKind.Deferred:
                    facts.Deferred = true;
                    break;
                case CodeJournalKind.Withdrawn:
                    facts._begun--;
                    break;
                default:
                    facts.Result ??= entry;
                    break;
            }
        }

        return calls;
    }
}
