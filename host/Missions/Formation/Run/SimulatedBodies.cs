using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Missions.Formation.Run;

/// <summary>Simulated bodies whose physics follow a clock, in lock-step or in real time.</summary>
public static class SimulatedBodies
{
    public const string Linear = RoverEntry.Linear;
    public const string Rover = RoverEntry.Wheels;

    /// <summary>Periods without an input after which a body stops by itself, as a board's guard stops its motors: the controller is
    /// gone.</summary>
    private const int InputTimeoutPeriods = 2;

    /// <summary>Makes the body of one agent; its randomness comes from the run's seed and the agent's number. A rover on wheels has the
    /// plane's coordinates too, as on a board.</summary>
    /// <param name="truth">Of wheels: see <see cref="SimulatedWheels"/>.</param>
    /// <param name="isTracked">Of wheels likewise.</param>
    /// <param name="bodies"><see cref="Linear"/> or <see cref="Rover"/>.</param>
    public static SimulatedBody Create(
        FormationScenario scenario, string bodies, int agent, double periodS, ulong seed, IClock clock,
        DifferentialDriveOptions? truth = null,
        bool isTracked = false)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var random = new Xoshiro256(seed + (1000 * (ulong)(agent + 1)));
        return bodies == Rover
            ? CreateRover(periodS, random, clock, truth, isTracked)
            : CreateLinear(scenario.Agents[agent], periodS, random, clock);
    }

    private static SimulatedBody CreateLinear(FormationAgent agent, double periodS, Xoshiro256 random, IClock clock)
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
            InputTimeoutPeriods = InputTimeoutPeriods,
            Seed = random.NextUInt64(),
        });
        var state = new double[agent.StateCount];
        return new SimulatedBody(new SampledBody(plant, clock), null, () => plant.TrySense(state) ? state[0] : double.NaN);
    }

    private static SimulatedBody CreateRover(
        double periodS, Xoshiro256 random, IClock clock, DifferentialDriveOptions? truth, bool isTracked)
    {
        var wheels = new SimulatedWheels(clock, random.NextUInt64(), (long)(InputTimeoutPeriods * periodS * 1e6), truth, isTracked);
        var state = new double[wheels.Body.StateCount];
        return new SimulatedBody(
            wheels.Body,
            wheels.Planar,
            () =>
            {
                // Physics follow whoever looks.
                wheels.Body.TrySense(state);
                return wheels.Physics.PositionM;
            },
            wheels.Reboot,
            wheels);
    }
}
