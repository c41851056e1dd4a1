using System.Diagnostics;

namespace Router.CodeMode.Workers.Tests.Hosts;

public sealed class OrphanTests
{
    [Fact]
    public async Task A_host_that_is_killed_leaves_no_process_behind_not_even_a_spinning_one()
    {
        using ChildHost host = await ChildHost.StartAsync();
        host.WorkerIds.Should().HaveCountGreaterThanOrEqualTo(2).And.OnlyContain(id => Liveness.IsAlive(id));

        host.Kill();

        await Task.WhenAll(host.WorkerIds.Append(host.GuardId).Select(Liveness.IsGoneAsync));
    }

    [Fact]
    public async Task Without_the_guard_they_end_with_their_control_socket_and_a_spinning_one_by_the_kernel()
    {
        using ChildHost host = await ChildHost.StartAsync();
        using (Process guard = Process.GetProcessById(host.GuardId))
        {
            guard.Kill();
        }

        await Liveness.IsGoneAsync(host.GuardId);
        host.Kill();

        await Task.WhenAll(host.WorkerIds.Select(Liveness.IsGoneAsync));
    }
}
