namespace Router.Configuration;

/// <summary>What an answer without any output, which ended by saying <c>stop</c>, is taken for.</summary>
public enum EmptyAnswer
{
    /// <summary>A failure of class <see cref="Router.Resilience.FailureClass.Malformed"/>: the next target is asked.</summary>
    Fail,

    /// <summary>An answer.</summary>
    Allow,
}
