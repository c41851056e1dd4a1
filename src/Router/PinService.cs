using Router.Adapters;
using Router.Configuration;
using Router.Configuration.Sources;
using Router.Pinning;
using Router.Resilience;
using Router.Routing;

namespace Router;

/// <summary>
/// Finds the exact version behind each model that a configuration names, and keeps <c>providers.lock.json</c>. Targets whose own
/// <c>pinning</c> is off are left out. The configuration is read as it is written, so that a strict one that is not pinned yet can be
/// pinned. Thread-safe; two runs at once write the lock one after the other, and the last one stays.
/// </summary>
public sealed class PinService : IDisposable, IAsyncDisposable
{
    /// <summary>How long one provider may take for one model. 30 seconds.</summary>
    public static TimeSpan ResolveTimeout { get; } = TimeSpan.FromSeconds(30);

    private readonly ModelRouter _router;
    private readonly TimeProvider _time;

    private PinService(ModelRouter router, string folder, string? lockPath, TimeProvider time)
    {
        _router = router;
        _time = time;
        LockPath = lockPath is null ? Path.GetFullPath(router.Model.Pinning.LockFile, folder) : Path.GetFullPath(lockPath);
    }

    /// <summary>The full path of the lock file.</summary>
    public string LockPath { get; }

    /// <summary>Makes a service over a configuration file.</summary>
    /// <param name="path">The path of <c>providers.json</c>.</param>
    /// <param name="options">Provider types, clock, log.</param>
    /// <param name="lockPath">The lock file, relative to the current folder; null for the one that the configuration names, beside it.</param>
    /// <exception cref="RouterConfigurationException">The configuration has errors; all of them are listed.</exception>
    public static PinService FromFile(string path, ModelRouterOptions options, string? lockPath = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? Environment.CurrentDirectory;
        return Make(new FileConfigSource(path, options.TimeProvider), folder, options, lockPath);
    }

    /// <summary>Makes a service over a configuration built in code.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="options">Provider types, clock, log.</param>
    /// <param name="lockPath">The lock file, relative to the current folder; null for the one that the configuration names, in the current folder.</param>
    /// <exception cref="RouterConfigurationException">The configuration has errors; all of them are listed.</exception>
    public static PinService FromConfig(RouterConfig config, ModelRouterOptions options, string? lockPath = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(options);
        return Make(new FixedConfigSource(config), Environment.CurrentDirectory, options, lockPath);
    }

    /// <summary>
    /// Asks the providers and writes the lock, unless nothing in it changed. What a provider could not tell stays as it was locked.
    /// </summary>
    /// <param name="cancellationToken">Ends it; the lock is not written then.</param>
    /// <returns>How each model stood against the lock before, in the order of the lock.</returns>
    /// <exception cref="PinLockException">The lock file cannot be read or written.</exception>
    public async Task<IReadOnlyList<PinDrift>> PinAsync(CancellationToken cancellationToken = default)
    {
        PinLock before = PinLockFile.Read(LockPath);
        IReadOnlyList<PinDrift> drifts = await CompareAsync(before, cancellationToken).ConfigureAwait(false);
        PinLock after = new(drifts.Select(Keep).OfType<PinLockEntry>());
        if (!after.Entries.SequenceEqual(before.Entries) || !File.Exists(LockPath))
        {
            cancellationToken.ThrowIfCancellationRequested();
            PinLockFile.Write(LockPath, after);
        }

        return drifts;
    }

    /// <summary>Asks the providers and compares, writing nothing. Billed as pinning is.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How each model stands against the lock, in the order of the lock.</returns>
    /// <exception cref="PinLockException">The lock file cannot be read.</exception>
    public Task<IReadOnlyList<PinDrift>> CheckAsync(CancellationToken cancellationToken = default) =>
        CompareAsync(PinLockFile.Read(LockPath), cancellationToken);

    /// <summary>Lets go of the providers.</summary>
    public void Dispose() => _router.Dispose();

    /// <inheritdoc cref="Dispose" />
    public ValueTask DisposeAsync() => _router.DisposeAsync();

    private static PinService Make(IRouterConfigSource source, string folder, ModelRouterOptions options, string? lockPath) =>
        new(ModelRouter.FromSource(source, options.Copy(forPinning: true)), folder, lockPath, options.TimeProvider);

    // A pin is never dropped because of what a provider says; only the configuration can drop it.
    private static PinLockEntry? Keep(PinDrift drift) => drift.Status switch
    {
        PinStatus.Failed or PinStatus.Unresolvable or PinStatus.Unpinnable => drift.Locked,
        PinStatus.Stale => null,
        _ => drift.Resolved,
    };

    private async Task<IReadOnlyList<PinDrift>> CompareAsync(PinLock pins, CancellationToken cancellationToken)
    {
        RouterModel model = _router.Model;
        while (!model.TryEnter())
        {
            model = _router.Model;
        }

        try
        {
            List<PinDrift> drifts = [];
            foreach (PinQuestion question in Questions(model))
            {
                drifts.Add(await AskAsync(question, pins, cancellationToken).ConfigureAwait(false));
            }

            HashSet<(string, string, string)> asked = [.. drifts.Select(drift => PinLock.Key(drift.Provider, drift.Model, drift.Source))];
            drifts.AddRange(pins.Entries.Where(entry => !asked.Contains(PinLock.Key(entry.Provider, entry.Model, entry.Source))).Select(entry => new PinDrift
            {
                Provider = entry.Provider,
                Model = entry.Model,
                Source = entry.Source,
                Status = PinStatus.Stale,
                Locked = entry,
            }));
            return
            [
                .. drifts.OrderBy(drift => drift.Provider, StringComparer.OrdinalIgnoreCase)
                    .ThenBy(drift => drift.Model, StringComparer.Ordinal)
                    .ThenBy(drift => drift.Source, StringComparer.Ordinal),
            ];
        }
        finally
        {
            model.Exit();
        }
    }

    private static IEnumerable<PinQuestion> Questions(RouterModel model) => model.Routes.Values
        .SelectMany(route => route.Config.Targets)
        .Where(target => target.Pinning != PinningMode.Off)
        .Select(target => new PinQuestion(model.Provider(target.Provider)!, new ModelReference(target.Model, target.Version)))
        .DistinctBy(question => PinLock.Key(question.Provider.Name, question.Model.Model, question.Source));

    private async Task<PinDrift> AskAsync(PinQuestion question, PinLock pins, CancellationToken cancellationToken)
    {
        PinLockEntry? locked = pins.Find(question.Provider.Name, question.Model.Model, question.Source);
        PinDrift unknown = new()
        {
            Provider = question.Provider.Name,
            Model = question.Model.Model,
            Source = question.Source,
            Status = PinStatus.Failed,
            Locked = locked,
        };
        if (question.Provider.Provider.PinResolver is not { } resolver)
        {
            return unknown with { Status = PinStatus.Unpinnable, Detail = "its provider tells of no versions." };
        }

        using CancellationTokenSource timer = new(ResolveTimeout, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            PinResolution resolution = await resolver.ResolveAsync(question.Model, either.Token).ConfigureAwait(false);
            if (resolution is { Version: { } moving, Kind: not PinKind.Schema } && PinPolicy.IsFloating(moving))
            {
                return unknown with { Status = PinStatus.Unpinnable, Detail = $"'{moving}' is a floating name and no version: write \"version\" yourself." };
            }

            // It goes to a terminal, a file and every later request.
            if (resolution.Version is { } odd && odd.Any(char.IsControl))
            {
                return unknown with { Detail = "the provider named a version that no model has." };
            }

            return resolution.Version is { } version
                ? PinComparison.Compare(question.Entry(resolution, version, Now()), locked, DateOnly.FromDateTime(Now().UtcDateTime))
                : unknown with { Status = PinStatus.Unpinnable, Detail = resolution.Obstacle };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            // Whatever one provider does, the others are asked. Only an adapter's own messages are known to hold no secret.
            bool gone = exception is ProviderException failed && question.Provider.Provider.Classifier.Classify(failed).Class is FailureClass.ModelGone;
            return unknown with
            {
                Status = gone ? PinStatus.Unresolvable : PinStatus.Failed,
                Detail = exception is ProviderException ? exception.Message
                    : exception is OperationCanceledException ? "the provider did not answer in time."
                    : $"the provider failed with {exception.GetType().Name}.",
            };
        }
    }

    private DateTimeOffset Now()
    {
        DateTimeOffset now = _time.GetUtcNow();
        return new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
    }
}
