using Router.Admission;
using Router.TestKit;

namespace Router.Tests.Admission;

public sealed class RefusedRatesTests
{
    private static readonly AdmissionClaim[] Rate = [Claims.Rate("r", 10, 20)];

    private readonly RefusedRates _rates = new(new ManualTimeProvider());

    [Fact]
    public void A_refusal_that_arrives_after_something_was_given_back_is_not_remembered()
    {
        long before = _rates.Returns;
        _rates.Forget([new SettledClaim(Rate[0], default, 3)]);
        _rates.Add(Rate[0], TimeSpan.FromMinutes(1), before);
        _rates.Find(Rate, out _).Should().Be(-1, "the store may have refused before it knew of that");
        _rates.Add(Rate[0], TimeSpan.FromMinutes(1), _rates.Returns);
        _rates.Find(Rate, out TimeSpan wait).Should().Be(0);
        wait.Should().Be(TimeSpan.FromMinutes(1));
    }
}
