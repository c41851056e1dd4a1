namespace Router.Admission;

/// <summary>
/// A granted reservation: its claims and marks, and where it stands. Claims come in the order switches, attempt, request; each of the
/// two parts is settled by itself.
/// </summary>
internal sealed class AdmissionTicket(
    AdmissionBackend backend, string id, AdmissionPlan plan, AdmissionClaim[] claims, IReadOnlyList<AdmissionMark> marks, bool isLocal, int parts)
{
    private int _parts = parts;

    internal string Id => id;

    internal AdmissionPlan Plan => plan;

    internal AdmissionBackend Backend => backend;

    /// <summary>Whether this process decided alone, since the store was away.</summary>
    internal bool IsLocal => isLocal;

    /// <summary>Who holds it: strong at first, weak from the first tick of the renewals on, so that what is forgotten expires.</summary>
    internal object? Owner { get; set; }

    /// <summary>Whether it is in the list of those that are renewed; guarded by that list's lock.</summary>
    internal bool IsRenewed { get; set; }

    internal AdmissionTicket? Earlier { get; set; }

    internal AdmissionTicket? Later { get; set; }

    /// <summary>Counts a part that was settled; true with the last.</summary>
    internal bool EndPart() => Interlocked.Decrement(ref _parts) == 0;

    /// <summary>Settles the part that each attempt takes. Does not wait.</summary>
    internal void SettleAttempt(in AdmissionAmounts actual, MicroDollarCarry carry) => Settle(plan.Switches, plan.AttemptEnd, actual, carry, id);

    /// <summary>Settles the part that the request takes once. Does not wait.</summary>
    internal void SettleRequest(in AdmissionAmounts actual, MicroDollarCarry carry)
    {
        if (plan.AttemptEnd < claims.Length)
        {
            Settle(plan.AttemptEnd, claims.Length, actual, carry, id + "/request");
        }
    }

    private void Settle(int from, int to, in AdmissionAmounts actual, MicroDollarCarry carry, string settlementId)
    {
        if (from == to)
        {
            return;
        }

        SettledClaim[] settled = new SettledClaim[to - from];
        for (int index = from; index < to; index++)
        {
            settled[index - from] = new SettledClaim(claims[index], marks[index], Actual(index, actual, carry));
        }

        backend.Settle(new AdmissionSettlement(settlementId, id, settled), isLocal);
    }

    private long Actual(int index, in AdmissionAmounts actual, MicroDollarCarry carry)
    {
        AdmissionLimit limit = plan.Limits[index];
        if (limit.Unit != AdmissionUnit.MicroDollar)
        {
            return isLocal ? backend.Share(limit.Kind, limit.Actual(actual)) : limit.Actual(actual);
        }

        // A call that was made at a cost nobody knows: what was held for it is the best that is known.
        return actual.Cost is { } cost ? carry.Book(limit.Key, cost) : actual.Requests > 0 ? claims[index].Amount : 0;
    }
}
