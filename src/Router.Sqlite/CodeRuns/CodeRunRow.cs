namespace Router.Sqlite.CodeRuns;

/// <summary>The state of a run.</summary>
/// <param name="Number">The run in this file.</param>
/// <param name="Fence">Its last opening.</param>
/// <param name="Held">Until when it is held, in microseconds; null where it was let go.</param>
/// <param name="Entries">How many entries it has.</param>
internal readonly record struct CodeRunRow(long Number, long Fence, long? Held, int Entries);
