using Router.Sqlite.Admission;

namespace Router.Sqlite.Tests.Admission;

public sealed class StoreTimeTests
{
    [Fact]
    public void The_stores_clock_follows_the_machines() => Next(100, 100, 250).Should().Be(250);

    [Fact]
    public void A_machine_that_is_set_back_lets_the_stores_clock_stand_for_that_moment() => Next(1_000, 1_000, 400).Should().Be(1_000);

    [Fact]
    public void A_clock_that_is_ahead_goes_on_at_half_its_pace_until_it_is_caught_up_with()
    {
        Next(1_000, 400, 500).Should().Be(1_050);
        Next(1_050, 500, 1_040).Should().Be(1_320);
        Next(1_320, 1_040, 1_320).Should().Be(1_320);
        Next(1_320, 1_320, 1_330).Should().Be(1_330);
    }

    private static long Next(long store, long wall, long now) =>
        StoreTime.Next(new StoreTime(store), new StoreTime(wall), new StoreTime(now)).Nanoseconds;
}
