namespace Router.CodeMode.Durability;

/// <summary>What can happen in a run.</summary>
public enum CodeJournalKind
{
    /// <summary>The program made a call.</summary>
    Issued,

    /// <summary>Somebody decided about it.</summary>
    Decided,

    /// <summary>It is about to be made: from here on, and without a result, it is in doubt.</summary>
    Begun,

    /// <summary>The program was told its value.</summary>
    Resolved,

    /// <summary>The program was told that it failed.</summary>
    Rejected,

    /// <summary>The function said that its result comes from elsewhere: it is not in doubt, it is pending.</summary>
    Deferred,

    /// <summary>It was begun and not made after all, because the run was ended in between: it is not in doubt.</summary>
    Withdrawn,
}
