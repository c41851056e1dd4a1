namespace Router.Admission;

/// <summary>The defaults of admission.</summary>
internal static class AdmissionDefaults
{
    internal const string StoreType = "memory";
    internal const int Instances = 1;
    internal const int QueueLimit = 100;
    internal const double SoftShare = 0.8;

    /// <summary>What an answer is taken for where the request does not limit it.</summary>
    internal const int OutputTokens = 1024;

    internal static readonly TimeSpan StoreTimeout = TimeSpan.FromMilliseconds(50);
    internal static readonly TimeSpan QueueTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How long leases and holds stand without being renewed.</summary>
    internal static readonly TimeSpan Expiry = TimeSpan.FromSeconds(60);
}
