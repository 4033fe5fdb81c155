using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Linalg;

namespace IceSledges;

/// <summary>
/// A body of one's own: a point mass on ice, pushed by its propeller and by the wind. State: position along the lane, m, and speed, m/s;
/// input: thrust over mass, m/s^2, held until the next. Nothing brakes it but air, and claws: <see cref="Stop"/> lowers them, the next
/// accepted input lifts them. Starts with its claws down. The product knows it by two interfaces: what a controller drives, and something
/// whose physics run up to a time. Same options, same bits.
/// </summary>
public sealed class Sledge(SledgeOptions options) : IBody, IAdvanceable
{
    private const long StepUs = 5_000;
    private const double StepS = StepUs * 1e-6;

    private readonly Xoshiro256 random = new(options.Seed);
    private double thrustMS2;
    private double gustMS;
    private long inputAgeUs;

    /// <inheritdoc/>
    public int StateCount => 2;

    /// <inheritdoc/>
    public int InputCount => 1;

    /// <inheritdoc/>
    public long NowUs { get; private set; }

    /// <summary>Where it is, m from its start.</summary>
    public double PositionM { get; private set; }

    public double SpeedMS { get; private set; }

    public bool ClawsAreDown { get; private set; } = true;

    /// <inheritdoc/>
    public void AdvanceTo(long timeUs)
    {
        for (; timeUs - NowUs >= StepUs; NowUs += StepUs)
            Step();
    }

    /// <inheritdoc/>
    public bool TrySense(double[] state)
    {
        (state[0], state[1]) = (PositionM, SpeedMS);
        return true;
    }

    /// <inheritdoc/>
    public bool TryActuate(double[] input)
    {
        if (!double.IsFinite(input[0]))
        {
            Stop();
            return false;
        }

        thrustMS2 = Math.Clamp(input[0], -options.ThrustMaxMS2, options.ThrustMaxMS2);
        ClawsAreDown = false;
        inputAgeUs = 0;
        return true;
    }

    /// <inheritdoc/>
    public void Stop() => (ClawsAreDown, SpeedMS, thrustMS2) = (true, 0, 0);

    private void Step()
    {
        // Gusts wander about the mean (an Ornstein-Uhlenbeck process, exact for any step), whether it moves or not.
        var kept = Math.Exp(-StepS / options.GustS);
        gustMS = (kept * gustMS) + (options.GustMS * Math.Sqrt(1 - (kept * kept)) * random.NextGaussian());
        inputAgeUs += StepUs;
        if (inputAgeUs > options.InputTimeoutUs)
            Stop();
        if (ClawsAreDown)
            return;
        var airMS = SpeedMS - options.WindMeanMS - gustMS;
        SpeedMS += StepS * (thrustMS2 - (options.DragPerM * airMS * Math.Abs(airMS)));
        PositionM += StepS * SpeedMS;
    }
}
