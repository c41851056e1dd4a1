namespace Router.CodeMode.Execution;

/// <summary>How a run stands.</summary>
public enum CodeStatus
{
    /// <summary>The program ended; <see cref="CodeResult.Value"/> is its value.</summary>
    Completed,

    /// <summary>It did not reach its end; <see cref="CodeResult.Error"/> says why.</summary>
    Failed,

    /// <summary>It sleeps; <see cref="CodeResult.Suspension"/> says what it waits for.</summary>
    Suspended,
}
