namespace MultiAgentEdge.Host.Worlds.Particles;

/// <summary>How far this world strayed from recorded episodes: the greatest absolute difference of any number.</summary>
public sealed record ParticleTraceErrors(
    int Episodes, int Steps, double PositionMax, double VelocityMax, double ObservationMax, double RewardMax)
{
    public static ParticleTraceErrors None { get; } = new(0, 0, 0.0, 0.0, 0.0, 0.0);

    public ParticleTraceErrors And(ParticleTraceErrors other) => new(
        Episodes + other.Episodes, Steps + other.Steps, Math.Max(PositionMax, other.PositionMax), Math.Max(VelocityMax, other.VelocityMax),
        Math.Max(ObservationMax, other.ObservationMax), Math.Max(RewardMax, other.RewardMax));
}
