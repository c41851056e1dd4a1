using Router.Admission;
using Router.TestKit;

namespace Router.Tests.Admission;

public sealed class AdmissionQueueTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly ManualTimeProvider _clock = new();
    private readonly AdmissionQueue _queue;

    public AdmissionQueueTests() => _queue = new AdmissionQueue(new QueueConfig { Limit = 3 }, _clock);

    [Fact]
    public async Task Only_the_first_is_woken_by_priority_and_then_by_arrival()
    {
        QueuePlace low = await JoinAsync(0);
        QueuePlace high = await JoinAsync(5);
        QueuePlace second = await JoinAsync(5);
        Task<bool> lowWaits = Wait(low);
        Task<bool> secondWaits = Wait(second);
        Task<bool> highWaits = Wait(high);
        _queue.Signal();
        (await highWaits).Should().BeTrue();
        (lowWaits.IsCompleted, secondWaits.IsCompleted).Should().Be((false, false));
        _queue.Leave(high);
        (await secondWaits).Should().BeTrue("the turn is handed on with the signal that came meanwhile");
        _queue.Leave(second);
        (await lowWaits).Should().BeTrue();
        _queue.Leave(low);
        _queue.Leave(low);
        _queue.Count.Should().Be(0);
        _clock.ActiveTimers.Should().Be(0);
    }

    [Fact]
    public async Task The_first_is_woken_when_its_time_has_come()
    {
        QueuePlace place = await JoinAsync(0);
        Task<bool> waits = Wait(place, TimeSpan.FromSeconds(3));
        _clock.Advance(TimeSpan.FromSeconds(2));
        waits.IsCompleted.Should().BeFalse();
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await waits).Should().BeTrue();
        _clock.ActiveTimers.Should().Be(0);
    }

    [Fact]
    public async Task A_time_that_comes_before_the_turn_counts_when_the_turn_comes()
    {
        QueuePlace first = await JoinAsync(1);
        QueuePlace second = await JoinAsync(0);
        Task<bool> waits = Wait(second, TimeSpan.FromSeconds(1));
        _clock.Advance(TimeSpan.FromSeconds(2));
        waits.IsCompleted.Should().BeFalse();
        _queue.Leave(first);
        (await waits).Should().BeTrue();
    }

    [Fact]
    public async Task A_signal_while_the_first_tries_is_not_lost()
    {
        QueuePlace place = await JoinAsync(0);
        _queue.Signal();
        (await Wait(place)).Should().BeTrue();
        Task<bool> again = Wait(place);
        again.IsCompleted.Should().BeFalse("that signal is used up");
        _queue.Signal();
        (await again).Should().BeTrue();
    }

    [Fact]
    public async Task A_lease_that_ended_just_before_joining_is_not_missed()
    {
        _queue.Signal();
        _queue.TryJoin(0, out QueuePlace? place).Should().BeTrue();
        (await _queue.WaitAsync(place!, null, Long, default)).Should().BeTrue();
    }

    [Fact]
    public async Task Whoever_is_told_to_come_back_at_once_takes_a_pause_after_its_turn()
    {
        QueuePlace place = await JoinAsync(0);
        Task<bool> first = Wait(place, TimeSpan.Zero);
        (first.IsCompleted, await first).Should().Be((true, true));
        Task<bool> second = Wait(place, TimeSpan.Zero);
        second.IsCompleted.Should().BeFalse("it would ask again and again without a pause");
        _clock.Advance(TimeSpan.FromMilliseconds(10));
        (await second).Should().BeTrue();
        _clock.ActiveTimers.Should().Be(0);
    }

    [Fact]
    public async Task Waiting_too_long_ends_with_false_and_hands_the_turn_on()
    {
        QueuePlace first = await JoinAsync(0);
        QueuePlace second = await JoinAsync(0);
        Task<bool> firstWaits = _queue.WaitAsync(first, null, TimeSpan.FromSeconds(1), default).AsTask();
        Task<bool> secondWaits = Wait(second, TimeSpan.FromSeconds(1));
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await firstWaits).Should().BeFalse();
        secondWaits.IsCompleted.Should().BeFalse();
        _queue.Leave(first);
        (await secondWaits).Should().BeTrue();
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_and_not_the_place()
    {
        QueuePlace place = await JoinAsync(0);
        using CancellationTokenSource cancel = new();
        Task<bool> waits = _queue.WaitAsync(place, null, Long, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await FluentActions.Awaiting(() => waits).Should().ThrowAsync<OperationCanceledException>();
        _queue.Count.Should().Be(1);
        _queue.Leave(place);
        _queue.Count.Should().Be(0);
        _clock.ActiveTimers.Should().Be(0);
    }

    [Fact]
    public async Task A_full_queue_takes_nobody()
    {
        await JoinAsync(0);
        await JoinAsync(0);
        await JoinAsync(0);
        _queue.TryJoin(9, out _).Should().BeFalse();
    }

    [Fact]
    public async Task Whoever_comes_waits_behind_those_of_the_same_or_a_higher_priority()
    {
        _queue.MustWait(0).Should().BeFalse();
        await JoinAsync(1);
        (_queue.MustWait(0), _queue.MustWait(1), _queue.MustWait(2)).Should().Be((true, true, false));
    }

    [Fact]
    public async Task Many_callers_over_few_places_all_get_their_turn()
    {
        AdmissionQueue queue = new(new QueueConfig { Limit = 1000 }, TimeProvider.System);
        int free = 3;
        int most = 0;
        int inside = 0;
        async Task CallAsync(int priority)
        {
            queue.TryJoin(priority, out QueuePlace? place).Should().BeTrue();
            while (true)
            {
                int seen = Volatile.Read(ref free);
                if (seen > 0 && Interlocked.CompareExchange(ref free, seen - 1, seen) == seen)
                {
                    break;
                }

                if (seen == 0)
                {
                    (await queue.WaitAsync(place!, null, Long, default)).Should().BeTrue("no wakeup is lost");
                }
            }

            queue.Leave(place!);
            int now = Interlocked.Increment(ref inside);
            InterlockedMax(ref most, now);
            await Task.Yield();
            Interlocked.Decrement(ref inside);
            Interlocked.Increment(ref free);
            queue.Signal();
        }

        await Task.WhenAll(Enumerable.Range(0, 500).Select(index => Task.Run(() => CallAsync(index % 3))));
        most.Should().BeLessThanOrEqualTo(3);
        queue.Count.Should().Be(0);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen = Volatile.Read(ref target);
        while (value > seen)
        {
            int before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }

    // A place that has made use of the signal it came with.
    private async Task<QueuePlace> JoinAsync(int priority)
    {
        _queue.TryJoin(priority, out QueuePlace? place).Should().BeTrue();
        place!.Seen++;
        await Task.CompletedTask;
        return place;
    }

    private Task<bool> Wait(QueuePlace place, TimeSpan? retryAfter = null) => _queue.WaitAsync(place, retryAfter, Long, default).AsTask();
}
