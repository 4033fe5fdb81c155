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
    public static RoverOptions FormationSizes() =>
        new() { ParameterBytes = 1280, MessageBytes = 1100, StateCapacity = 2, InputCapacity = 1, CouplingCapacity = 10,
            SensitivityCapacity = 0, NeighbourCapacity = 0 };

    /// <summary>The sizes for a formation in the plane, whose set is some 1,600 bytes long; on wheels an input may change by as much as a
    /// board's.</summary>
    public static RoverOptions PlanarSizes() => new()
    {
        ParameterBytes = 2048, MessageBytes = 1100, StateCapacity = 5, InputCapacity = 2, CouplingCapacity = 20, SensitivityCapacity = 0,
        NeighbourCapacity = 0,
    };

    /// <summary>The sizes for coverage with an actor of two hidden layers of 64. A slot's blocks of 4 kB take three chunks of 1 kB each, so
    /// a set of 6.5 kB needs three.</summary>
    public static RoverOptions CoverageSizes(bool quantised) =>
        new() { ParameterBytes = quantised ? 12288 : 36864, MessageBytes = 1100, StateCapacity = 4, InputCapacity = 2,
            CouplingCapacity = 24, SensitivityCapacity = 0, NeighbourCapacity = 5 };

    /// <summary>The sizes for delivery with a safe set of some 130 periods.</summary>
    public static RoverOptions DeliverySizes() =>
        new() { ParameterBytes = 16384, MessageBytes = 1100, StateCapacity = 8, InputCapacity = 2, CouplingCapacity = 24,
            SensitivityCapacity = 0, NeighbourCapacity = 0 };

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
        var sizes = new RoverOptions { MessageBytes = 1100, SensitivityCapacity = 0, OwnMissions = [maker] };
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
