using System.Numerics;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Worlds.Particles;

/// <summary>
/// The particle world of coverage (simple_spread of Lowe et al. 2017, papers S2 and S3): N discs pushed by forces, N landmarks to stand on.
/// Many environments are stepped together in flat arrays, one number per agent and environment: index <c>agent * Environments +
/// environment</c>. Agrees with the published implementation to the last digits: what it leaves out are contact forces below 1e-15. Double
/// throughout; same seed, same bits. Memory: <c>8 E (8 N + 2 L)</c> bytes. Nothing is allocated after construction.
/// </summary>
public sealed class ParticleWorld
{
    public const double TimeStepS = 0.1;
    public const double AgentRadiusM = 0.15;
    public const double ActionForce = 5.0;

    private const double KeptVelocity = 1.0 - 0.25;
    private const double ContactForce = 100.0;
    private const double ContactMarginM = 1e-3;
    private const double ContactDistanceM = AgentRadiusM + AgentRadiusM;

    // Beyond 36 margins the softened contact is below 1e-15 of the contact force's unit: exp(-36) = 2e-16.
    private const double ReachM = ContactDistanceM + (36.0 * ContactMarginM);

    private readonly double[] forceX;
    private readonly double[] forceY;
    private readonly double[] scratch;

    public ParticleWorld(ParticleOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Environments, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Agents, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Agents, 64);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Landmarks, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Landmarks, 64);
        Options = options;
        Environments = options.Environments;
        Agents = options.Agents;
        Landmarks = options.Landmarks;
        var count = Agents * Environments;
        PositionX = new double[count];
        PositionY = new double[count];
        VelocityX = new double[count];
        VelocityY = new double[count];
        forceX = new double[count];
        forceY = new double[count];
        scratch = new double[count];
        LandmarkX = new double[Landmarks * Environments];
        LandmarkY = new double[Landmarks * Environments];
    }

    public ParticleOptions Options { get; }

    public int Environments { get; }

    public int Agents { get; }

    public int Landmarks { get; }

    /// <summary>N x E, m.</summary>
    public double[] PositionX { get; }

    /// <summary>N x E, m.</summary>
    public double[] PositionY { get; }

    /// <summary>N x E, m/s.</summary>
    public double[] VelocityX { get; }

    /// <summary>N x E, m/s.</summary>
    public double[] VelocityY { get; }

    /// <summary>L x E, m.</summary>
    public double[] LandmarkX { get; }

    /// <summary>L x E, m.</summary>
    public double[] LandmarkY { get; }

    /// <summary>Agents and landmarks uniform in [-1, 1)^2, at rest; environment after environment.</summary>
    public void Reset(Xoshiro256 generator)
    {
        for (var e = 0; e < Environments; e++)
            Reset(e, generator);
    }

    /// <summary>One environment anew: x and y of every agent, then of every landmark.</summary>
    /// <exception cref="InvalidOperationException">They do not fit with this <see cref="ParticleOptions.InitialSeparationM"/>.</exception>
    public void Reset(int environment, Xoshiro256 generator)
    {
        Scatter(PositionX, PositionY, environment, generator);
        Scatter(LandmarkX, LandmarkY, environment, generator);
        for (var k = environment; k < PositionX.Length; k += Environments)
        {
            VelocityX[k] = 0.0;
            VelocityY[k] = 0.0;
        }
    }

    /// <summary>One time step on discrete actions.</summary>
    /// <param name="actions">N x E, 0 (nothing) .. 4; any other value pushes nowhere.</param>
    public void Step(ReadOnlySpan<int> actions)
    {
        var push = Options.DiscreteSign == ActionSign.PlusFirst ? ActionForce : -ActionForce;
        // Looked up, not branched on: learned actions are as good as random to a branch predictor.
        ReadOnlySpan<double> x = [0.0, push, -push, 0.0, 0.0, 0.0, 0.0, 0.0];
        ReadOnlySpan<double> y = [0.0, 0.0, 0.0, push, -push, 0.0, 0.0, 0.0];
        for (var k = 0; k < forceX.Length; k++)
        {
            var action = actions[k] & 7;
            forceX[k] = x[action];
            forceY[k] = y[action];
        }

        Advance();
    }

    /// <summary>One time step on continuous actions: five numbers each, u_x = 5 (a1 - a2), u_y = 5 (a3 - a4), or the opposite
    /// (<see cref="ParticleOptions.ContinuousSign"/>).</summary>
    /// <param name="actions">(N x E) x 5; the reference keeps each in [0, 1], it is not checked here.</param>
    public void StepContinuous(ReadOnlySpan<double> actions)
    {
        var push = Options.ContinuousSign == ActionSign.PlusFirst ? ActionForce : -ActionForce;
        for (var k = 0; k < forceX.Length; k++)
        {
            forceX[k] = (actions[(5 * k) + 1] - actions[(5 * k) + 2]) * push;
            forceY[k] = (actions[(5 * k) + 3] - actions[(5 * k) + 4]) * push;
        }

        Advance();
    }

    /// <summary>One time step on forces (N x E): what a continuous policy of its own kind commands.</summary>
    public void StepForces(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        x[..forceX.Length].CopyTo(forceX);
        y[..forceY.Length].CopyTo(forceY);
        Advance();
    }

    /// <summary>D of every environment: the sum over landmarks of the distance to the nearest agent, m.</summary>
    /// <param name="distances">E.</param>
    public void CoverDistance(Span<double> distances)
    {
        distances[..Environments].Clear();
        for (var l = 0; l < Landmarks; l++)
        {
            var lx = LandmarkX.AsSpan(l * Environments, Environments);
            var ly = LandmarkY.AsSpan(l * Environments, Environments);
            var e = 0;
            for (; e <= Environments - Vector<double>.Count; e += Vector<double>.Count)
            {
                var x = new Vector<double>(lx[e..]);
                var y = new Vector<double>(ly[e..]);
                var least = new Vector<double>(double.PositiveInfinity);
                for (var k = e; k < PositionX.Length; k += Environments)
                {
                    var dx = new Vector<double>(PositionX, k) - x;
                    var dy = new Vector<double>(PositionY, k) - y;
                    least = Vector.Min(least, (dx * dx) + (dy * dy));
                }

                (new Vector<double>(distances[e..]) + Vector.SquareRoot(least)).CopyTo(distances[e..]);
            }

            for (; e < Environments; e++)
            {
                var least = double.PositiveInfinity;
                for (var k = e; k < PositionX.Length; k += Environments)
                {
                    var dx = PositionX[k] - lx[e];
                    var dy = PositionY[k] - ly[e];
                    least = Math.Min(least, (dx * dx) + (dy * dy));
                }

                distances[e] += Math.Sqrt(least);
            }
        }
    }

    /// <summary>How many others each agent overlaps.</summary>
    /// <param name="collisions">N x E.</param>
    public void Collisions(Span<double> collisions)
    {
        collisions[..PositionX.Length].Clear();
        var width = Vector<double>.Count;
        var contact = new Vector<double>(ContactDistanceM);
        for (var a = 0; a < Agents; a++)
        {
            for (var b = a + 1; b < Agents; b++)
            {
                int i = a * Environments, j = b * Environments, end = i + Environments;
                for (; i <= end - width; i += width, j += width)
                {
                    var dx = new Vector<double>(PositionX, i) - new Vector<double>(PositionX, j);
                    var dy = new Vector<double>(PositionY, i) - new Vector<double>(PositionY, j);
                    var near = Vector.LessThan(Vector.SquareRoot((dx * dx) + (dy * dy)), contact);
                    if (Vector.EqualsAll(near, Vector<long>.Zero))
                        continue;
                    var one = Vector.ConditionalSelect(near, Vector<double>.One, Vector<double>.Zero);
                    (new Vector<double>(collisions[i..]) + one).CopyTo(collisions[i..]);
                    (new Vector<double>(collisions[j..]) + one).CopyTo(collisions[j..]);
                }

                for (; i < end; i++, j++)
                {
                    var dx = PositionX[i] - PositionX[j];
                    var dy = PositionY[i] - PositionY[j];
                    if (Math.Sqrt((dx * dx) + (dy * dy)) >= ContactDistanceM)
                        continue;
                    collisions[i]++;
                    collisions[j]++;
                }
            }
        }
    }

    /// <summary>What the state is worth by <see cref="ParticleOptions.Reward"/>.</summary>
    /// <param name="rewards">N x E, an agent's own; with <see cref="ParticleReward.Shared"/> all agents of an environment have the
    /// same.</param>
    public void Rewards(Span<double> rewards)
    {
        Collisions(rewards);
        var cover = scratch.AsSpan(0, Environments);
        CoverDistance(cover);
        for (var e = 0; e < Environments; e++)
        {
            var sum = 0.0;
            for (var k = e; k < PositionX.Length; k += Environments)
                sum += rewards[k];
            for (var k = e; k < PositionX.Length; k += Environments)
            {
                rewards[k] = Options.Reward switch
                {
                    ParticleReward.Shared => -cover[e] - (sum / Agents),
                    ParticleReward.OpenAi => -cover[e] - rewards[k] - 1.0,
                    _ => (-cover[e] * (1.0 - Options.LocalRatio)) - (rewards[k] * Options.LocalRatio),
                };
            }
        }
    }

    // All anew until they are far enough apart, so that every arrangement that fits is as likely as any other.
    private void Scatter(double[] x, double[] y, int environment, Xoshiro256 generator)
    {
        const int attempts = 100_000;
        for (var attempt = 0; attempt < attempts; attempt++)
        {
            for (var k = environment; k < x.Length; k += Environments)
            {
                x[k] = generator.NextUniform(-1.0, 1.0);
                y[k] = generator.NextUniform(-1.0, 1.0);
            }

            if (Options.InitialSeparationM <= 0.0 || AreApart(x, y, environment))
                return;
        }

        throw new InvalidOperationException($"{x.Length / Environments} do not fit into the arena {Options.InitialSeparationM} m apart.");
    }

    private bool AreApart(double[] x, double[] y, int environment)
    {
        for (var i = environment; i < x.Length; i += Environments)
        {
            for (var j = environment; j < i; j += Environments)
            {
                double dx = x[i] - x[j], dy = y[i] - y[j];
                if ((dx * dx) + (dy * dy) < Options.InitialSeparationM * Options.InitialSeparationM)
                    return false;
            }
        }

        return true;
    }

    private void Advance()
    {
        for (var a = 0; a < Agents; a++)
        {
            for (var b = a + 1; b < Agents; b++)
                AddContacts(a * Environments, b * Environments);
        }

        if (Options.Integration == IntegrationOrder.PositionFirst)
        {
            Integrate(PositionX, VelocityX);
            Integrate(PositionY, VelocityY);
        }

        Accelerate(VelocityX, forceX);
        Accelerate(VelocityY, forceY);
        if (Options.Integration == IntegrationOrder.VelocityFirst)
        {
            Integrate(PositionX, VelocityX);
            Integrate(PositionY, VelocityY);
        }
    }

    private void AddContacts(int i, int j)
    {
        var end = i + Environments;
        var width = Vector<double>.Count;
        var reach = new Vector<double>(ReachM * ReachM);
        for (; i <= end - width; i += width, j += width)
        {
            var dx = new Vector<double>(PositionX, i) - new Vector<double>(PositionX, j);
            var dy = new Vector<double>(PositionY, i) - new Vector<double>(PositionY, j);
            if (!Vector.LessThanAny((dx * dx) + (dy * dy), reach))
                continue;
            for (var lane = 0; lane < width; lane++)
                AddContact(i + lane, j + lane);
        }

        for (; i < end; i++, j++)
            AddContact(i, j);
    }

    /// <summary>The softened contact k log(1 + exp(-(d - d_min) / k)) between two discs; equal positions push nowhere (the reference
    /// divides by zero).</summary>
    private void AddContact(int i, int j)
    {
        var dx = PositionX[i] - PositionX[j];
        var dy = PositionY[i] - PositionY[j];
        var square = (dx * dx) + (dy * dy);
        if (square >= ReachM * ReachM || square == 0.0)
            return;
        var distance = Math.Sqrt(square);
        var x = -(distance - ContactDistanceM) / ContactMarginM;
        var penetration = (x > 0.0 ? x + LogOnePlus(Math.Exp(-x)) : LogOnePlus(Math.Exp(x))) * ContactMarginM;
        var fx = ContactForce * dx / distance * penetration;
        var fy = ContactForce * dy / distance * penetration;
        forceX[i] += fx;
        forceY[i] += fy;
        forceX[j] -= fx;
        forceY[j] -= fy;
    }

    /// <summary>log(1 + x) without the loss of small x (Kahan's correction; .NET's LogP1 is the plain formula).</summary>
    private static double LogOnePlus(double x)
    {
        var u = 1.0 + x;
        return u == 1.0 ? x : Math.Log(u) * x / (u - 1.0);
    }

    private static void Integrate(double[] position, double[] velocity)
    {
        var k = 0;
        for (; k <= position.Length - Vector<double>.Count; k += Vector<double>.Count)
            (new Vector<double>(position, k) + (new Vector<double>(velocity, k) * TimeStepS)).CopyTo(position, k);
        for (; k < position.Length; k++)
            position[k] += velocity[k] * TimeStepS;
    }

    private static void Accelerate(double[] velocity, double[] force)
    {
        var k = 0;
        for (; k <= velocity.Length - Vector<double>.Count; k += Vector<double>.Count)
            ((new Vector<double>(velocity, k) * KeptVelocity) + (new Vector<double>(force, k) * TimeStepS)).CopyTo(velocity, k);
        for (; k < velocity.Length; k++)
            velocity[k] = (velocity[k] * KeptVelocity) + (force[k] * TimeStepS);
    }
}
