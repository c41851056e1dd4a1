namespace Router.CodeMode.QuickJs.Instances;

/// <summary>What an instance has counted over its steps; saved with it.</summary>
internal record struct InstanceLedger
{
    /// <summary>Whether the first event was delivered.</summary>
    public bool Begun { get; set; }

    /// <summary>Whether the program said that it ended.</summary>
    public bool Done { get; set; }

    /// <summary>The number of the last call.</summary>
    public int Calls { get; set; }

    /// <summary>The log so far, in UTF-16 units with one for each entry, as the prelude counts.</summary>
    public int LogUnits { get; set; }

    /// <summary>The log so far, in entries.</summary>
    public int LogEntries { get; set; }
}
