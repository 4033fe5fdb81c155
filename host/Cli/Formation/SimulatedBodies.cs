using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Drivers;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Cli.Formation;

/// <summary>Simulated bodies whose physics follow a clock, in lock-step or in real time.</summary>
public static class SimulatedBodies
{
    public const string Linear = "linear";
    public const string Rover = "rover";

    /// <summary>Makes the body of one agent; its randomness comes from the run's seed and the agent's number. A rover on wheels has the plane's coordinates too, as on a board.</summary>
    public static (IBody Body, IBody? Planar) Create(FormationRunOptions options, int agent, IClock clock)
    {
        var random = new Xoshiro256(options.Seed + (1000 * (ulong)(agent + 1)));
        return options.Bodies == Rover ? CreateRover(options.PeriodS, random, clock) : (CreateLinear(options.Scenario.Agents[agent], options.PeriodS, random, clock), null);
    }

    private static SampledBody CreateLinear(FormationAgent agent, double periodS, Xoshiro256 random, IClock clock)
    {
        var initial = new double[agent.StateCount];
        for (var i = 0; i < initial.Length; i++)
            initial[i] = random.NextUniform(agent.InitialLower[i], agent.InitialUpper[i]);
        var periodUs = (long)Math.Round(periodS * 1e6);
        var plant = new LinearBody(new LinearBodyOptions
        {
            A = agent.PlantA,
            B = agent.PlantB,
            DisturbanceLower = agent.DisturbanceLower,
            DisturbanceUpper = agent.DisturbanceUpper,
            InitialState = initial,
            SpeedStates = [1],
            PeriodUs = periodUs,
            Seed = random.NextUInt64(),
        });
        return new SampledBody(plant, clock);
    }

    /// <summary>Two wheels, encoders, battery and gyroscope behind the pins that the real drivers open.</summary>
    private static (IBody Body, IBody? Planar) CreateRover(double periodS, Xoshiro256 random, IClock clock)
    {
        const int wheelPeriodUs = 20_000;
        const double inputTimeoutPeriods = 4;
        var geometry = new DifferentialDriveGeometry();
        var rover = new SimulatedRover(new DifferentialDriveOptions { Nominal = geometry, Seed = random.NextUInt64() });
        RoverKit kit;
        using (rover.Board.Attach())
            kit = new RoverKit(new RoverPinMap(), geometry, rover.Clock, rover, wheelPeriodUs, (long)(inputTimeoutPeriods * periodS * 1e6));
        rover.Attach(kit.Body);
        // Two wheel periods make the first speed; from there on it stands until it is driven.
        rover.AdvanceTo(2 * wheelPeriodUs);
        return (new ClockedBody(kit.Body, rover, clock, standsUntilInput: true), new ClockedBody(kit.Planar, rover, clock, standsUntilInput: true));
    }
}
