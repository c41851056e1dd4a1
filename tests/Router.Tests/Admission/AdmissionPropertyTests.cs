using Router.Admission;
using Router.TestKit;
using static Router.Tests.Admission.Claims;

namespace Router.Tests.Admission;

/// <summary>Random schedules of reservations, settlements, refunds, expiries and clock moves, held against what was really used.</summary>
public sealed class AdmissionPropertyTests
{
    private const int Seeds = 400;
    private const int Steps = 400;

    [Fact]
    public void No_schedule_beats_a_rate_a_place_or_a_quota()
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            new Schedule(seed).Run();
        }
    }

#pragma warning disable CA1001 // A store in memory has nothing to let go of.
    private sealed class Schedule(int seed)
#pragma warning restore CA1001
    {
        private readonly Random _random = new(seed);
        private readonly ManualTimeProvider _clock = new();
        private readonly List<Open> _open = [];
        private readonly Dictionary<string, List<Use>> _used = [];
        private readonly long[] _unit = new long[3];
        private readonly long[] _burst = new long[3];
        private MemoryAdmissionStore _store = null!;
        private int _ids;
        private int _granted;

        internal void Run()
        {
            _store = new MemoryAdmissionStore(_clock);
            for (int index = 0; index < 3; index++)
            {
                _unit[index] = _random.Next(1, 2000) * 1_000_000L;
                _burst[index] = _random.Next(1, 20);
            }

            for (int step = 0; step < Steps; step++)
            {
                Step();
            }

            _clock.Advance(Expiry);
            _store.Reservations.Should().Be(0, "seed {0}: each is settled, cancelled or expired", seed);
            _granted.Should().BeGreaterThan(10, "seed {0}", seed);
            foreach ((string key, List<Use> uses) in _used.Where(pair => pair.Key[0] == 'r'))
            {
                HoldsRate(key, uses);
            }

            HoldsQuotas();
        }

        private void Step()
        {
            int what = _random.Next(10);
            if (what < 5)
            {
                Reserve();
            }
            else if (what < 8 && _open.Count > 0)
            {
                Settle(_random.Next(_open.Count));
            }
            else
            {
                _clock.Advance(TimeSpan.FromMilliseconds(_random.Next(10) == 0 ? _random.Next(90_000) : _random.Next(1500)));
                _open.RemoveAll(open => open.Expires <= _clock.GetUtcNow());
            }

            for (int key = 0; key < 2; key++)
            {
                _open.Count(open => open.Claims.Any(claim => claim.Key == $"p{key}")).Should().BeLessThanOrEqualTo(3 + key, "seed {0}", seed);
            }
        }

        private void Reserve()
        {
            List<AdmissionClaim> claims = [];
            for (int index = 0; index < 3; index++)
            {
                if (_random.Next(2) == 0)
                {
                    claims.Add(Rate($"r{index}", _unit[index] * _random.Next(1, (int)_burst[index] + 1), _unit[index] * _burst[index]));
                }
            }

            for (int key = 0; key < 2; key++)
            {
                if (_random.Next(3) == 0)
                {
                    claims.Add(Place($"p{key}", 3 + key));
                }
            }

            if (_random.Next(3) == 0)
            {
                claims.Add(Quota("qd", _random.Next(1, 100), 2000, QuotaWindow.Day));
            }

            if (_random.Next(3) == 0)
            {
                claims.Add(Quota("qr", _random.Next(1, 100), 300, QuotaWindow.Rolling(TimeSpan.FromMinutes(2))));
            }

            string id = $"{seed}-{_ids++}";
            AdmissionDecision decision = _store.Reserve(id, [.. claims]);
            if (!decision.Granted)
            {
                return;
            }

            _granted++;
            List<Use> uses = [];
            foreach (AdmissionClaim claim in claims)
            {
                Use use = new(_clock.GetUtcNow()) { Amount = claim.Amount };
                uses.Add(use);
                if (!_used.TryGetValue(claim.Key, out List<Use>? all))
                {
                    _used[claim.Key] = all = [];
                }

                all.Add(use);
            }

            _open.Add(new Open(id, [.. claims], decision, uses, _clock.GetUtcNow() + Expiry));
        }

        private void Settle(int index)
        {
            Open open = _open[index];
            _open.RemoveAt(index);
            int kind = _random.Next(3);
            long[] actual = [.. open.Claims.Select(claim => kind switch { 0 => 0, 1 => claim.Amount, _ => _random.NextInt64(claim.Amount + 1) })];
            _store.Settle(open.Id, open.Decision, open.Claims, actual);
            for (int claim = 0; claim < actual.Length; claim++)
            {
                open.Uses[claim].Amount = actual[claim];
                open.Uses[claim].Settled = true;
            }

            if (_random.Next(5) == 0)
            {
                _store.Settle(open.Id, open.Decision, open.Claims, new long[actual.Length]);
            }
        }

        // As much as lies in a bucket that leaks is the most of all windows that end now: no window of any length holds more.
        private void HoldsRate(string key, List<Use> uses)
        {
            int index = key[1] - '0';
            long level = 0;
            DateTimeOffset last = uses[0].At;
            foreach (Use use in uses)
            {
                level = Math.Max(0, level - ((use.At - last).Ticks * 100)) + use.Amount;
                last = use.At;
                level.Should().BeLessThanOrEqualTo(_unit[index] * _burst[index], "seed {0}, {1}", seed, key);
            }
        }

        private void HoldsQuotas()
        {
            List<Use> daily = _used.GetValueOrDefault("qd") ?? [];
            foreach (IGrouping<DateTime, Use> day in daily.GroupBy(use => use.At.UtcDateTime.Date))
            {
                day.Where(use => use.Settled).Sum(use => use.Amount).Should().BeLessThanOrEqualTo(2000, "seed {0}", seed);
            }

            List<Use> rolling = [.. (_used.GetValueOrDefault("qr") ?? []).Where(use => use.Settled)];
            foreach (Use end in rolling)
            {
                rolling.Where(use => use.At <= end.At && use.At > end.At - TimeSpan.FromMinutes(2)).Sum(use => use.Amount)
                    .Should().BeLessThanOrEqualTo(300, "seed {0}", seed);
            }

            DateTimeOffset today = new(_clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
            _store.Read("qd", QuotaWindow.Day).Should().Be(
                new QuotaStanding(daily.Where(use => use.Settled && use.At >= today).Sum(use => use.Amount), 0), "seed {0}", seed);
        }
    }

    private sealed record Open(
        string Id, AdmissionClaim[] Claims, AdmissionDecision Decision, List<Use> Uses, DateTimeOffset Expires);

    private sealed class Use(DateTimeOffset at)
    {
        internal DateTimeOffset At => at;

        internal long Amount { get; set; }

        internal bool Settled { get; set; }
    }
}
