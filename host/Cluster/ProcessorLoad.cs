namespace MultiAgentEdge.Host.Cluster;

/// <summary>Share of the machine's processors that this process has used lately. From any thread.</summary>
/// <param name="used">Processor time of this process since it began.</param>
/// <param name="processors">Of the machine, 1 or more.</param>
internal sealed class ProcessorLoad(TimeProvider time, Func<TimeSpan> used, int processors)
{
    /// <summary>Long enough that what a start or a push takes is no overload.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private (long At, TimeSpan Used) since = (time.GetTimestamp(), used());
    private double share;

    public static ProcessorLoad OfThisProcess() =>
        new(TimeProvider.System, () => Environment.CpuUsage.TotalTime, Environment.ProcessorCount);

    /// <summary>0 to 1, over the last whole window; to be asked at least once in each.</summary>
    public double Share
    {
        get
        {
            lock (gate)
            {
                var elapsed = time.GetElapsedTime(since.At);
                if (elapsed >= Window)
                {
                    var now = used();
                    share = Math.Clamp((now - since.Used) / (elapsed * processors), 0, 1);
                    since = (time.GetTimestamp(), now);
                }

                return share;
            }
        }
    }
}
