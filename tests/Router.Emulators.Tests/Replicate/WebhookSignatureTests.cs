using Router.Emulators.Replicate;

namespace Router.Emulators.Tests.Replicate;

public sealed class WebhookSignatureTests
{
    [Fact]
    public void Documented_vector_is_met() => WebhookSignature
        .Of(ReplicateEmulator.WebhookSecret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", """{"test": 2432232314}""")
        .Should().Be("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

    [Fact]
    public void Another_secret_signs_otherwise() => WebhookSignature
        .Of("whsec_AAAA", "id", "1", "{}").Should().NotBe(WebhookSignature.Of("whsec_BBBB", "id", "1", "{}"));
}
