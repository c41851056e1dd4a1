using Router.Adapters;

namespace Router.Providers.Replicate;

/// <summary>
/// Replicate (<c>"type": "replicate"</c>): language and image models as predictions. A model is <c>owner/name</c> (an official
/// model, which has no version), <c>owner/name:&lt;64 hex digits&gt;</c> or a target's <c>version</c> (a community model), or
/// <c>deployments/owner/name</c>. A community model without its version is called as an official one and refused by
/// Replicate. Stateless and thread-safe.
/// </summary>
public sealed class ReplicateProviderType : IProviderType
{
    /// <inheritdoc />
    public string Name => ReplicateDefaults.Name;

    /// <inheritdoc />
    public IReadOnlyList<ProviderSetting> Settings { get; } =
    [
        new(ReplicateOptions.ApiTokenName, ProviderSettingKind.Secret, "The API token.") { Required = true },
        new(ReplicateOptions.EndpointName, ProviderSettingKind.Uri, "The API's base address. Default: https://api.replicate.com/v1."),
        new(ReplicateOptions.WaitName, ProviderSettingKind.Duration,
            "How long Replicate holds the create call open for the result (Prefer: wait), 1 to 60 whole seconds, or zero to ask at "
            + "once and poll. A request given up in this time is cancelled only once the call comes back. Default: 5 seconds. "
            + "Streams never wait."),
        new(ReplicateOptions.PollIntervalName, ProviderSettingKind.Duration,
            "The wait before the first status request, 50 milliseconds or more; each next one is half as long again, up to 5 seconds. "
            + "Default: 0.5 seconds."),
        new(ReplicateOptions.CancelAfterName, ProviderSettingKind.Duration,
            "Replicate ends a prediction that takes longer, 5 seconds or more (Cancel-After). Default: Replicate's own limit."),
        new(ReplicateOptions.FieldsName, ProviderSettingKind.TextMap,
            "Other names for the models' input fields, such as \"max_tokens\": \"max_new_tokens\"; an empty name leaves the field out. "
            + "Default: the names most models share."),
        new(ReplicateOptions.HeadersName, ProviderSettingKind.TextMap, "Headers for each request. Default: none."),
    ];

    /// <inheritdoc />
    public IPinRule PinRule => PinRules.Digest;

    /// <inheritdoc />
    public void Validate(ProviderSettings settings, IReadOnlyList<ModelReference> models, ICollection<string> errors)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(errors);
        ValidateTimes(settings, errors);
        foreach (string field in settings.Map(ReplicateOptions.FieldsName).Keys.Except(ReplicateFields.Names))
        {
            errors.Add($"'{ReplicateOptions.FieldsName}.{field}' renames no known field: the fields are {string.Join(", ", ReplicateFields.Names)}.");
        }

        foreach (ModelReference model in models)
        {
            if (!ReplicateModel.TryParse(model, out _, out string? error))
            {
                errors.Add(error);
            }
        }
    }

    /// <inheritdoc />
    public IProvider Create(ProviderContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new ReplicateProvider(context);
    }

    private static void ValidateTimes(ProviderSettings settings, ICollection<string> errors)
    {
        if (settings.Duration(ReplicateOptions.WaitName) is { } wait
            && wait != TimeSpan.Zero
            && (wait < TimeSpan.FromSeconds(1) || wait > ReplicateDefaults.MaxWait || wait.Ticks % TimeSpan.TicksPerSecond != 0))
        {
            errors.Add($"'{ReplicateOptions.WaitName}' is {wait}: write whole seconds from 00:00:01 to 00:01:00, or 00:00:00 to poll from the start.");
        }

        if (settings.Duration(ReplicateOptions.PollIntervalName) is { } interval && interval < ReplicateDefaults.MinPollInterval)
        {
            errors.Add($"'{ReplicateOptions.PollIntervalName}' is {interval}: write 00:00:00.05 or more.");
        }

        if (settings.Duration(ReplicateOptions.CancelAfterName) is { } deadline && deadline < ReplicateDefaults.MinCancelAfter)
        {
            errors.Add($"'{ReplicateOptions.CancelAfterName}' is {deadline}: Replicate takes 00:00:05 or more.");
        }
    }
}
