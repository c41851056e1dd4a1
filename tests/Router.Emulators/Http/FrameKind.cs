namespace Router.Emulators.Http;

/// <summary>What a piece of a response body is, so that a fault can find the place it aims at.</summary>
internal enum FrameKind
{
    Whole,
    Opening,
    Token,
    Finish,
    Usage,
    Done,
    Comment,
}
