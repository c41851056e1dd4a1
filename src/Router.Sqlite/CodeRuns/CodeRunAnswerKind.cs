namespace Router.Sqlite.CodeRuns;

/// <summary>How a piece of work on a run can go.</summary>
internal enum CodeRunAnswerKind
{
    Done,
    None,
    Busy,
    Lost,
    WrongIndex,
}
