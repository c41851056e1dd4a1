namespace Router.Sqlite.CodeRuns;

/// <summary>
/// How a piece of work went. It is told and not thrown within the transaction, which others share: what is thrown there undoes theirs too.
/// </summary>
/// <param name="Kind">How it went.</param>
/// <param name="Entries">Where the index was wrong: how many entries there are.</param>
/// <param name="Held">Where another holds the run: until when, in microseconds.</param>
internal readonly record struct CodeRunAnswer(CodeRunAnswerKind Kind, int Entries = 0, long Held = 0);
