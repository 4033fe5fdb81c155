using MultiAgentEdge.Hardware;
using MultiAgentEdge.Host.Worlds.Particles;

namespace MultiAgentEdge.Host.Missions.Coverage.Run;

/// <summary>
/// The field of a run. Rovers are the discs of the particle world they were trained in: one world, one body for each rover, contacts
/// between them; the world steps at exact multiples of its period from <see cref="Begin"/> on, whoever senses first. Or they are
/// two-wheeled rovers behind the real drivers, with the same arena around them but no contact forces: they keep clear of each other, and
/// touches are counted. A stopped rover stands where it stands; one off the field touches nobody.
/// </summary>
public sealed class CoverageArena
{
    private const double OffFieldM = 1000;

    private readonly ParticleWorld world;
    private readonly IClock clock;
    private readonly ParticleBody[] bodies;
    private readonly CoverageWheels?[] wheels;
    private readonly double[] forceX;
    private readonly double[] forceY;
    private readonly HashSet<(int, int)> touching = [];
    private long? beganUs;
    private long steps;

    /// <param name="capacity">Most rovers that may ever be on the field.</param>
    /// <param name="landmarksM">// nL x 2</param>
    public CoverageArena(int capacity, double[] landmarksM, IClock clock)
    {
        this.clock = clock;
        world = new ParticleWorld(ParticleOptions.Product(capacity, 1) with { Landmarks = landmarksM.Length / 2 });
        Landmarks(landmarksM);
        forceX = new double[capacity];
        forceY = new double[capacity];
        wheels = new CoverageWheels?[capacity];
        bodies = [.. Enumerable.Range(0, capacity).Select(i => new ParticleBody(this, i))];
        for (var i = 0; i < capacity; i++)
            Take(i);
    }

    public const double RadiusM = ParticleWorld.AgentRadiusM;

    /// <summary>Pairs of rovers on wheels that began to touch so far.</summary>
    public int Contacts { get; private set; }

    /// <summary>Null: a disc. Otherwise two wheels are to stand where the rover was placed.</summary>
    public CoverageWheels? this[int rover]
    {
        get => wheels[rover];
        set => wheels[rover] = value;
    }

    public IBody Body(int rover) => wheels[rover]?.Body ?? (IBody)bodies[rover];

    public bool IsOnField(int rover) => bodies[rover].IsOnField;

    public (double XM, double YM) Position(int rover) => (world.PositionX[rover], world.PositionY[rover]);

    /// <summary>Puts landmarks elsewhere, as many as there are.</summary>
    /// <param name="placesM">// nL x 2</param>
    public void Landmarks(double[] placesM)
    {
        ArgumentNullException.ThrowIfNull(placesM);
        for (var i = 0; i < world.Landmarks; i++)
            (world.LandmarkX[i], world.LandmarkY[i]) = (placesM[2 * i], placesM[(2 * i) + 1]);
    }

    /// <summary>Puts a rover on the field, at rest.</summary>
    public void Place(int rover, double xM, double yM)
    {
        bodies[rover].IsOnField = true;
        Move(rover, xM, yM);
    }

    /// <summary>Takes a rover off the field.</summary>
    public void Take(int rover)
    {
        bodies[rover].IsOnField = false;
        wheels[rover] = null;
        bodies[rover].Stop();
        // Apart from each other too: contacts reach a third of a metre.
        Move(rover, OffFieldM + rover, OffFieldM);
    }

    /// <summary>Time begins to pass: the first step ends one period after the present.</summary>
    public void Begin() => beganUs = clock.NowUs;

    /// <summary>Runs the physics up to the present.</summary>
    public void CatchUp()
    {
        for (var i = 0; i < bodies.Length; i++)
        {
            if (wheels[i]?.Position is { } at)
                Move(i, at.XM, at.YM);
        }

        if (beganUs is not { } began)
            return;
        Touch();
        var due = (clock.NowUs - began) / (long)Math.Round(ParticleWorld.TimeStepS * 1e6);
        for (; steps < due; steps++)
            Step();
    }

    /// <summary>Sum over landmarks of the distance to the nearest rover on the field, m.</summary>
    public double CoverDistanceM()
    {
        Span<double> distance = stackalloc double[1];
        world.CoverDistance(distance);
        return distance[0];
    }

    /// <summary>Pairs of rovers that overlap.</summary>
    public int Collisions()
    {
        var own = new double[bodies.Length];
        world.Collisions(own);
        return (int)own.Sum() / 2;
    }

    /// <summary>Landmarks with a rover within this distance.</summary>
    public int Covered(double withinM)
    {
        var count = 0;
        for (var l = 0; l < world.Landmarks; l++)
        {
            var (x, y) = (world.LandmarkX[l], world.LandmarkY[l]);
            count += Enumerable
                .Range(0, bodies.Length)
                .Any(i => Math.Sqrt(Square(world.PositionX[i] - x) + Square(world.PositionY[i] - y)) <= withinM) ? 1 : 0;
        }

        return count;
    }

    /// <summary>What the field looks like now.</summary>
    /// <param name="tick">The control period that begins; the first is 1.</param>
    public CoverageRecord Record(int tick, CoverageRunOptions options, CoverageRoverRecord[] rovers)
    {
        var distance = CoverDistanceM();
        var collisions = Collisions();
        var reward = -distance - (2.0 * collisions / Math.Max(1, bodies.Count(body => body.IsOnField)));
        return new CoverageRecord(
            tick, (tick - 1) * options.Policy.PeriodS, distance, Covered(options.CoverRadiusM), collisions, reward, rovers);
    }

    private void Touch()
    {
        for (var i = 0; i < wheels.Length; i++)
        {
            for (var k = i + 1; k < wheels.Length; k++)
            {
                if (wheels[i]?.Axle is not { } a || wheels[k]?.Axle is not { } b
                    || Square(a.XM - b.XM) + Square(a.YM - b.YM) >= Square(2 * RadiusM))
                    touching.Remove((i, k));
                else if (touching.Add((i, k)))
                    Contacts++;
            }
        }
    }

    private static double Square(double value) => value * value;

    private void Move(int rover, double xM, double yM)
    {
        (world.PositionX[rover], world.PositionY[rover]) = (xM, yM);
        (world.VelocityX[rover], world.VelocityY[rover]) = (0, 0);
    }

    private void Step()
    {
        Span<(double X, double Y)> before = stackalloc (double, double)[bodies.Length];
        for (var i = 0; i < bodies.Length; i++)
        {
            before[i] = Position(i);
            (forceX[i], forceY[i]) = (bodies[i].ForceX, bodies[i].ForceY);
        }

        world.StepForces(forceX, forceY);
        for (var i = 0; i < bodies.Length; i++)
        {
            if (bodies[i].IsBraked)
                Move(i, before[i].X, before[i].Y);
        }
    }

    /// <summary>State: position x, y, m; velocity x, y, m/s. Input: acceleration x, y, m/s^2 (discs of unit mass).</summary>
    private sealed class ParticleBody(CoverageArena arena, int index) : IBody
    {
        public int StateCount => 4;

        public int InputCount => 2;

        public bool IsOnField { get; set; }

        public bool IsBraked { get; private set; } = true;

        public double ForceX { get; private set; }

        public double ForceY { get; private set; }

        public bool TrySense(double[] state)
        {
            arena.CatchUp();
            (state[0], state[1]) = arena.Position(index);
            (state[2], state[3]) = (arena.world.VelocityX[index], arena.world.VelocityY[index]);
            return true;
        }

        public bool TryActuate(double[] input)
        {
            arena.CatchUp();
            if (!double.IsFinite(input[0]) || !double.IsFinite(input[1]))
            {
                Stop();
                return false;
            }

            (ForceX, ForceY) = (input[0], input[1]);
            IsBraked = false;
            return true;
        }

        public void Stop()
        {
            arena.CatchUp();
            (ForceX, ForceY) = (0, 0);
            IsBraked = true;
            (arena.world.VelocityX[index], arena.world.VelocityY[index]) = (0, 0);
        }
    }
}
