namespace Router.Admission;

/// <summary>What a request takes, by estimate before it and as it came out after it.</summary>
public readonly record struct AdmissionAmounts
{
    /// <summary>Requests; 0 gives the place in a request rate back.</summary>
    public int Requests { get; init; }

    /// <summary>Tokens, input and output together.</summary>
    public long Tokens { get; init; }

    /// <summary>Workers AI neurons.</summary>
    public double Neurons { get; init; }

    /// <summary>Money in US dollars; null where it is not known, which is not zero.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Steps that an agent made by itself: requests that answer the results of tools.</summary>
    public int Steps { get; init; }
}
