using System.Collections.Frozen;
using System.Globalization;
using Router.Resilience;

namespace Router.Providers.WorkersAI.Errors;

/// <summary>
/// What Cloudflare's error codes mean. Documented by Cloudflare unless marked: (seen) means reported of real traffic. Codes that
/// mean several things at once, 3030 and 8007, are not here: see <see cref="WorkersAIErrorWords"/>.
/// </summary>
internal static class WorkersAIErrorCodes
{
    private static readonly FrozenDictionary<int, (FailureClass Class, FailureScope Scope)> Table =
        new Dictionary<int, (FailureClass, FailureScope)>
        {
            // The day's free neurons are spent. 3036 is documented; REST answers 4006 (seen).
            [3036] = Account(FailureClass.QuotaExhausted),
            [4006] = Account(FailureClass.QuotaExhausted),

            // 3040: out of capacity. 3021: requests per minute (seen), counted per task or model, not per account.
            [3040] = Model(FailureClass.Capacity),
            [3021] = Model(FailureClass.RateLimited),

            // 3046: no answer after two minutes (seen); asking again would spend two more. 3007, 3008: timed out, aborted.
            [3046] = Model(FailureClass.Timeout),
            [3007] = Model(FailureClass.Transient),
            [3008] = Model(FailureClass.Transient),
            [7009] = Model(FailureClass.Transient),
            [8005] = Model(FailureClass.Transient),

            [5021] = Model(FailureClass.ContextTooLong),

            // No such model, no such task for it, retired; and no such address, which is the target's fault too.
            [3042] = Model(FailureClass.ModelGone),
            [5007] = Model(FailureClass.ModelGone),
            [5028] = Model(FailureClass.ModelGone),
            [7000] = Model(FailureClass.ModelGone),
            [7001] = Model(FailureClass.ModelGone),

            // This model alone is out of reach: private, paid plans only, licence not agreed to.
            [3041] = Model(FailureClass.Credential),
            [5018] = Model(FailureClass.Credential),
            [5035] = Model(FailureClass.Credential),
            [5016] = Model(FailureClass.Credential),

            // The account as a whole is: blocked; token refused; account id wrong (7003); gateway missing or locked.
            [3023] = Account(FailureClass.Credential),
            [10000] = Account(FailureClass.Credential),
            [9106] = Account(FailureClass.Credential),
            [9109] = Account(FailureClass.Credential),
            [7003] = Account(FailureClass.Credential),
            [2001] = Account(FailureClass.Credential),
            [2009] = Account(FailureClass.Credential),

            [3003] = Model(FailureClass.CallerFault),
            [3006] = Model(FailureClass.CallerFault),
            [3039] = Model(FailureClass.CallerFault),
            [5004] = Model(FailureClass.CallerFault),
            [5005] = Model(FailureClass.CallerFault),
            [5006] = Model(FailureClass.CallerFault),
            [5019] = Model(FailureClass.CallerFault),
            [8001] = Model(FailureClass.CallerFault),
            [8006] = Model(FailureClass.CallerFault),
        }.ToFrozenDictionary();

    /// <summary>What a code means; null where it is unknown or means several things.</summary>
    internal static (FailureClass Class, FailureScope Scope)? Find(string? code) =>
        int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && Table.TryGetValue(number, out (FailureClass Class, FailureScope Scope) found)
            ? found
            : null;

    private static (FailureClass Class, FailureScope Scope) Model(FailureClass failureClass) => (failureClass, FailureScope.Target);

    private static (FailureClass Class, FailureScope Scope) Account(FailureClass failureClass) => (failureClass, FailureScope.Provider);
}
