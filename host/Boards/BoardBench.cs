using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Missions;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Boards;

/// <summary>What each mission costs a board: recorded runs replayed on the board's build with every instruction counted.</summary>
public static class BoardBench
{
    /// <summary>Driven steps before counting begins.</summary>
    public const int WarmUp = 20;

    private const ulong Seed = 1;

    /// <summary>The sizes an ESP32 without PSRAM gets for a formation of horizon 10, whose set is some 1,040 bytes long.</summary>
    public static RoverOptions FormationSizes() => Sizes(1280, states: 2, inputs: 1, coupling: 10);

    /// <summary>The sizes for a formation in the plane, whose set is some 1,600 bytes long.</summary>
    public static RoverOptions PlanarSizes() => Sizes(2048, states: 5, inputs: 2, coupling: 20);

    /// <summary>The sizes for coverage with an actor of two hidden layers of 64.</summary>
    public static RoverOptions CoverageSizes(bool quantised) =>
        Sizes(quantised ? 12288 : 36864, states: 4, inputs: 2, coupling: 10, neighbours: 5);

    /// <summary>The sizes for delivery with a safe set of some 130 periods.</summary>
    public static RoverOptions DeliverySizes() => Sizes(16384, states: 8, inputs: 2, coupling: 24);

    // With a board's rate of the inputs, which a formation plans with.
    private static RoverOptions Sizes(int parameterBytes, int states, int inputs, int coupling, int neighbours = 0) => new()
    {
        ParameterBytes = parameterBytes, MessageBytes = RoverOptions.LeastMessageBytes(coupling, inputs), StateCapacity = states,
        InputCapacity = inputs, CouplingCapacity = coupling, SensitivityCapacity = 0, NeighbourCapacity = neighbours,
        InputRatePerPeriod = RoverOptions.BoardInputRatePerPeriod,
    };

    /// <param name="periods">Control periods of each recorded run.</param>
    /// <param name="missions">The product's, and others that bring a <see cref="IMission.BoardSample"/>.</param>
    public static IReadOnlyList<MissionCost> Run(int periods, MissionList missions, CancellationToken cancel)
    {
        var formation = FormationSizes();
        var plain = FormationTape.Record(formation, periods, Seed, cancel);
        var costs = new List<MissionCost>
        {
            MissionCounter.Count("formation", "N=10, 3 rovers, 2 rounds of ADMM", plain, formation, WarmUp),
        };
        var withKey = FormationSizes();
        var signed = FormationTape.Record(withKey, periods, Seed, cancel, FleetKeys.Of(new byte[32]));
        costs.Add(MissionCounter.Count("formation-signed", "the same, every price and command checked", signed, withKey, WarmUp));
        var plane = PlanarSizes();
        var onPath = FormationTape.RecordPlanar(plane, periods, cancel);
        costs.Add(MissionCounter.Count("formation-plane", "2 x N=10, 5 rovers, 1 round of ADMM", onPath, plane, WarmUp));
        foreach (var quantised in new[] { true, false })
        {
            cancel.ThrowIfCancellationRequested();
            // No longer than its set: three blocks of flash all the same.
            var coverage = CoverageSizes(quantised);
            coverage.ParameterBytes = CoverageTape.Set(Seed, quantised).Length + 255 & ~255;
            costs.Add(
                MissionCounter.Count(
                    quantised ? "coverage" : "coverage-f32", $"22-64-64-5 {(quantised ? "i8" : "f32")}, 5 rovers",
                    CoverageTape.Record(coverage, periods, Seed, quantised), coverage, WarmUp));
        }

        var delivery = DeliverySizes();
        delivery.ParameterBytes = 8192;
        costs.Add(MissionCounter.Count("delivery", "N=10, one edge of 6 m", DeliveryTape.Record(delivery, periods), delivery, WarmUp));
        foreach (var mission in missions.Own)
        {
            if (mission is { Controller: { } maker, BoardSample: { } sample })
                costs.Add(Count(mission, maker, sample, periods));
        }

        return costs;
    }

    private static MissionCost Count(IMission mission, IControllerMaker maker, BoardSample sample, int periods)
    {
        var sizes = new RoverOptions { SensitivityCapacity = 0, OwnMissions = [maker] };
        sizes.MessageBytes = RoverOptions.LeastMessageBytes(sizes.CouplingCapacity, sizes.InputCapacity);
        var frame = new StateFrame(sizes.StateCapacity) { Mode = RoverMode.Running, MissionKind = mission.Kind };
        IEnumerable<(string, StateFrame)> Others(int period)
        {
            foreach (var (rover, state) in sample.Others(period))
            {
                (frame.Tick, frame.StateCount) = ((uint)period + 1, state.Length);
                state.CopyTo(frame.State, 0);
                yield return (rover, frame);
            }
        }

        var tape = ScriptedTape.Record(sizes, sample.Set, sample.InitialState, periods, Others);
        return MissionCounter.Count(mission.Name, sample.Sizes, tape, sizes, WarmUp, maker.GetType().Assembly.Location);
    }
}
