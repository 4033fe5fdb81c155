using System.Diagnostics;

namespace MultiAgentEdge.Host.Messaging.Bench;

/// <summary>How many rovers one broker and one host carry: every rover publishes a plan at a fixed rate, the host answers each with a dual
/// of the same size, at QoS 0 as in a negotiation.</summary>
public static class LinkCapacityBench
{
    private const string Fleet = "bench";

    /// <summary>Runs for the duration, and until answers come no more.</summary>
    /// <exception cref="MessagingException">The broker is unreachable or refuses.</exception>
    /// <exception cref="OperationCanceledException">Cancelled: the rovers have stopped.</exception>
    public static LinkCapacityResult Run(LinkFactory factory, LinkCapacityOptions options, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Rovers, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Rovers, LinkCapacityOptions.MostRovers);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.RateHz, 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.PayloadBytes, BenchRover.HeaderBytes);
        string run = Guid.NewGuid().ToString("N")[..8];
        using var host = Connect(factory, options, $"mae-bench-host-{run}");
        host.Subscribe($"mae/1/{Fleet}-{run}/+/plan", QualityOfService.AtMostOnce);

        var rovers = new List<BenchRover>();
        using var end = new CancellationTokenSource();
        long unanswered = 0;
        var echo = new Thread(() => Echo(host, ref unanswered, end.Token)) { IsBackground = true, Name = "bench host" };
        try
        {
            for (int i = 0; i < options.Rovers; i++)
            {
                var link = Connect(factory, options, $"mae-bench-{i}-{run}");
                rovers.Add(new BenchRover(link, $"mae/1/{Fleet}-{run}/rover-{i}", i, options, cancellation));
            }

            cancellation.ThrowIfCancellationRequested();
            echo.Start();
            using var self = Process.GetCurrentProcess();
            var cpu = self.TotalProcessorTime;
            long start = Stopwatch.GetTimestamp();
            foreach (var rover in rovers)
                rover.Start(start);
            foreach (var rover in rovers)
                rover.Join();
            self.Refresh();
            cpu = self.TotalProcessorTime - cpu;
            cancellation.ThrowIfCancellationRequested();
            long outbox = rovers.Sum(r => (long)r.NotTaken) + Volatile.Read(ref unanswered);
            return Summarize(host.Description, rovers, options, cpu, (outbox, host.Dropped + rovers.Sum(r => r.Dropped)));
        }
        finally
        {
            end.Cancel();
            if (echo.IsAlive)
                echo.Join();
            foreach (var rover in rovers)
                rover.Dispose();
        }
    }

    private static IMessageLink Connect(LinkFactory factory, LinkCapacityOptions options, string clientId)
    {
        var link = factory.Create();
        try
        {
            link.Connect(options.Link with { ClientId = clientId });
            return link;
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    private static void Echo(IMessageLink host, ref long unanswered, CancellationToken end)
    {
        var duals = new Dictionary<string, string>();
        while (!end.IsCancellationRequested)
        {
            host.WaitForMessage(TimeSpan.FromMilliseconds(50));
            while (host.TryReceive(out var plan))
            {
                if (!duals.TryGetValue(plan.Topic, out string? dual))
                    duals[plan.Topic] = dual = string.Concat(plan.Topic.AsSpan(0, plan.Topic.Length - "plan".Length), "dual");
                if (!host.TryPublish(dual, plan.Payload, QualityOfService.AtMostOnce, retain: false))
                    Interlocked.Increment(ref unanswered);
                host.Recycle(plan);
            }
        }
    }

    private static LinkCapacityResult Summarize(
        string client, List<BenchRover> rovers, LinkCapacityOptions options, TimeSpan cpu, (long Outbox, long Inbox) places)
    {
        double[] roundTripsMs = [.. rovers.SelectMany(r => r.RoundTripsMs).Order()];
        long sent = rovers.Sum(r => (long)r.Sent);
        return new LinkCapacityResult(
            client, options.Rovers, options.RateHz, rovers.Max(r => r.LastSentS) - rovers.Min(r => r.FirstSentS), sent, sent - roundTripsMs.Length,
            places.Outbox, places.Inbox, rovers.Sum(r => (long)r.WarmUpLost),
            Quantile(roundTripsMs, 0.5), Quantile(roundTripsMs, 0.99), roundTripsMs.LastOrDefault(), cpu.TotalSeconds);
    }

    // The nearest rank (Hyndman and Fan 1996, type 1): always a round trip that took place.
    private static double Quantile(double[] sorted, double probability) =>
        sorted.Length == 0 ? 0 : sorted[Math.Max(0, (int)Math.Ceiling(probability * sorted.Length) - 1)];
}
