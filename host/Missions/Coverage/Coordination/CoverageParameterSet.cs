using MultiAgentEdge.Actor;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Host.Missions.Coverage.Coordination;

/// <summary>
/// Between a trained coverage actor and a rover's parameter set: weights, what the actor is shown, the mission's landmarks, and a self-test
/// vector computed by the very controller that the rover builds from the set.
/// </summary>
public static class CoverageParameterSet
{
    private const int Capacity = 1 << 20;
    private const ulong SelfTestSeed = 0x5EED;

    /// <summary>Stands for "without limit" in a set: infinities are not allowed there.</summary>
    private const double Unlimited = 1e30;

    /// <param name="landmarksM">Where the landmarks are, m; one or more. // nL x 2</param>
    /// <param name="version">Above zero and above every version the rover has had.</param>
    /// <param name="start">x, y, m, and heading, rad, at which a rover on wheels stands before it drives; null: where it believes to
    /// stand.</param>
    /// <exception cref="ArgumentException">The policy does not make a controller; the message says why.</exception>
    public static byte[] Build(
        CoveragePolicy policy, double[] landmarksM, uint version, (double XM, double YM, double HeadingRad)? start = null)
    {
        Check(policy, landmarksM);
        var plain = Write(policy, landmarksM, version, start, [], []);
        var set = new ParameterSet();
        var parsed = set.TryParse(plain, plain.Length);
        if (parsed != ParameterStatus.Ok || ControllerFactory.TryCreate(set, new RoverOptions()) is not { } controller)
            throw new ArgumentException("These numbers do not make a coverage controller: one is out of its range.", nameof(policy));

        // One more than is shown, where a rover can be told of so many: it has to choose.
        var random = new Xoshiro256(SelfTestSeed);
        var input = new double[controller.StateCount + (2 * Math.Min(policy.Sense.Others + 1, new RoverOptions().NeighbourCapacity))];
        var output = new double[controller.InputCount + policy.Layers[^1].Outputs];
        for (var i = 0; i < input.Length; i++)
            input[i] = random.NextUniform(-1, 1);
        if (!controller.TryAnswer(input, input.Length, output, output.Length))
            throw new ArgumentException("The actor gives no finite answer to numbers in [-1, 1].", nameof(policy));
        return Write(policy, landmarksM, version, start, input, output);
    }

    /// <summary>Reads a set back.</summary>
    /// <exception cref="InvalidDataException">Not a coverage set, or a damaged one; the message says which.</exception>
    public static (CoveragePolicy Policy, double[] LandmarksM, uint Version) Read(byte[] bytes)
    {
        var set = new ParameterSet();
        var status = set.TryParse(bytes, bytes.Length);
        if (status != ParameterStatus.Ok)
            throw new InvalidDataException($"not a whole parameter set ({status})");
        if (set.Mission != MissionKind.Coverage)
            throw new InvalidDataException($"a set for {set.Mission.ToString().ToLowerInvariant()}, not for coverage");
        if (ControllerFactory.TryCreate(set, new RoverOptions()) is null)
            throw new InvalidDataException("a coverage set that makes no controller");
        var tracking = Numbers(set, ParameterId.TrackingLaw);
        var sense = new CoverageSense(
            (int)Scalar(set, ParameterId.ObservedLandmarks, 0), (int)Scalar(set, ParameterId.ObservedOthers, 0),
            (int)Scalar(set, ParameterId.EpisodePeriods, 0))
        {
            RangeM = Scalar(set, ParameterId.ObservationRange, Unlimited) is var range && range >= Unlimited
                ? double.PositiveInfinity
                : range,
            HasMemory = Scalar(set, ParameterId.ObservationMemory, 0) == 1,
            AbsentOther = Absent(set, ParameterId.AbsentOther),
            AbsentLandmark = Absent(set, ParameterId.AbsentLandmark),
        };
        var policy = new CoveragePolicy
        {
            Sense = sense,
            Layers = [.. Layers(set)],
            Head = (ActorHead)(byte)Scalar(set, ParameterId.ActorHead, 0),
            Actions = Numbers(set, ParameterId.ActionTable)!,
            Damping = Scalar(set, ParameterId.Damping, 0),
            PeriodS = ControllerFactory.PeriodUs(set) / 1e6,
            SilenceLimit = (int)Scalar(set, ParameterId.SilenceLimit, 20),
            SpeedLimit = Scalar(set, ParameterId.SpeedLimit, 1),
            Tracking = tracking is null ? null : new CoverageTracking(tracking[0], tracking[1], tracking[2], tracking[3]),
        };
        return (policy, Numbers(set, ParameterId.Landmarks)!, set.Version);
    }

    private static void Check(CoveragePolicy policy, double[] landmarksM)
    {
        if (landmarksM.Length < 2 || landmarksM.Length % 2 != 0)
            throw new ArgumentException("A coverage mission needs one landmark or more, two numbers each.", nameof(landmarksM));
        if (policy.Layers.Count is < 1 or > ParameterId.ActorLayerLimit)
        {
            throw new ArgumentException(
                $"An actor has 1 to {ParameterId.ActorLayerLimit} layers, not {policy.Layers.Count}.", nameof(policy));
        }

        if (policy.Layers[0].Inputs != policy.Sense.Width)
        {
            throw new ArgumentException(
                $"The actor takes {policy.Layers[0].Inputs} numbers, but {policy.Sense.Landmarks} landmarks and {policy.Sense.Others} "
                + $"others{(policy.Sense.EpisodePeriods > 0 ? " with time" : "")} make {policy.Sense.Width}.",
                nameof(policy));
        }

        for (var k = 0; k < policy.Layers.Count; k++)
        {
            var layer = policy.Layers[k];
            if (k > 0 && layer.Inputs != policy.Layers[k - 1].Outputs)
            {
                throw new ArgumentException(
                    $"Layer {k} takes {layer.Inputs} numbers, but layer {k - 1} gives {policy.Layers[k - 1].Outputs}.", nameof(policy));
            }

            if ((layer.Weights?.Length ?? layer.Quantised?.Length) != layer.Inputs * layer.Outputs || layer.Biases.Length != layer.Outputs)
            {
                throw new ArgumentException(
                    $"Layer {k} has weights or biases of another size than {layer.Outputs} x {layer.Inputs}.", nameof(policy));
            }
        }

        if (policy.Actions.Length != 2 * policy.Layers[^1].Outputs)
        {
            throw new ArgumentException(
                $"The actor gives {policy.Layers[^1].Outputs} numbers, but {policy.Actions.Length / 2} actions are named.", nameof(policy));
        }
    }

    private static byte[] Write(
        CoveragePolicy policy, double[] landmarksM, uint version, (double XM, double YM, double HeadingRad)? start, double[] input,
        double[] output)
    {
        var buffer = new byte[Capacity];
        var builder = new ParameterSetBuilder(MissionKind.Coverage, version, buffer);
        var sense = policy.Sense;
        builder.Add(
            ParameterId.ActorLayers, [policy.Layers[0].Inputs, .. policy.Layers.Select(layer => (double)layer.Outputs)],
            policy.Layers.Count + 1);
        builder.AddScalar(ParameterId.ActorHead, (int)policy.Head);
        builder.AddScalar(ParameterId.ObservedLandmarks, sense.Landmarks);
        builder.AddScalar(ParameterId.ObservedOthers, sense.Others);
        if (sense.EpisodePeriods > 0)
            builder.AddScalar(ParameterId.EpisodePeriods, sense.EpisodePeriods);
        builder.AddScalar(ParameterId.ObservationRange, Math.Min(sense.RangeM, Unlimited));
        builder.AddScalar(ParameterId.ObservationMemory, sense.HasMemory ? 1 : 0);
        builder.Add(ParameterId.AbsentOther, Rule(sense.AbsentOther), 3);
        builder.Add(ParameterId.AbsentLandmark, Rule(sense.AbsentLandmark), 3);
        builder.Add(ParameterId.Landmarks, landmarksM, landmarksM.Length / 2, 2);
        builder.Add(ParameterId.ActionTable, policy.Actions, policy.Actions.Length / 2, 2);
        builder.AddScalar(ParameterId.Damping, policy.Damping);
        builder.AddScalar(ParameterId.PeriodUs, Math.Round(policy.PeriodS * 1e6));
        builder.AddScalar(ParameterId.SilenceLimit, policy.SilenceLimit);
        builder.AddScalar(ParameterId.SpeedLimit, policy.SpeedLimit);
        if (policy.Tracking is { } law)
            builder.Add(ParameterId.TrackingLaw, [law.LookAheadM, law.MaxSpeedMS, law.MaxYawRateRadS, law.MaxAccelerationMS2], 4);
        if (start is { } pose)
            builder.Add(ParameterId.StartPose, [pose.XM, pose.YM, pose.HeadingRad], 3);
        for (var k = 0; k < policy.Layers.Count; k++)
            Add(builder, k, policy.Layers[k]);
        if (input.Length > 0)
        {
            builder.Add(ParameterId.SelfTestInput, input, input.Length);
            builder.Add(ParameterId.SelfTestOutput, output, output.Length);
        }

        var length = builder.Finish();
        return length > 0
            ? buffer[..length]
            : throw new ArgumentException("A number is not finite, or the set is larger than 1 MiB.", nameof(policy));
    }

    private static void Add(ParameterSetBuilder builder, int k, CoverageLayer layer)
    {
        if (layer.Quantised is { } quantised)
        {
            builder.Add(ParameterId.ActorWeight(k), quantised, layer.Outputs, layer.Inputs);
            builder.Add(ParameterId.ActorScale(k), [layer.Scale], 1);
        }
        else
            builder.Add(ParameterId.ActorWeight(k), layer.Weights!, layer.Outputs, layer.Inputs);
        builder.Add(ParameterId.ActorBias(k), layer.Biases, layer.Outputs);
        if (layer.Norm is { } norm)
            builder.Add(ParameterId.ActorLayerNorm(k), norm, 2, layer.Outputs);
    }

    private static IEnumerable<CoverageLayer> Layers(ParameterSet set)
    {
        var sizes = Numbers(set, ParameterId.ActorLayers)!;
        for (var k = 0; k + 1 < sizes.Length; k++)
        {
            var (inputs, outputs) = ((int)sizes[k], (int)sizes[k + 1]);
            var weights = Numbers(set, ParameterId.ActorWeight(k))!;
            var isQuantised = set.TypeOf(set.Find(ParameterId.ActorWeight(k))) == ParameterType.I8;
            yield return new CoverageLayer(
                inputs,
                outputs,
                isQuantised ? null : Floats(weights),
                Floats(Numbers(set, ParameterId.ActorBias(k))!),
                Numbers(set, ParameterId.ActorLayerNorm(k)) is { } norm ? Floats(norm) : null,
                isQuantised ? [.. weights.Select(w => (sbyte)w)] : null,
                (float)Scalar(set, ParameterId.ActorScale(k), 1));
        }
    }

    private static float[] Floats(double[] numbers) => [.. numbers.Select(n => (float)n)];

    private static double[] Rule((double X, double Y)? offset) => offset is { } at ? [0, at.X, at.Y] : [1, 0, 0];

    private static (double XM, double YM)? Absent(ParameterSet set, ushort id) => Numbers(set, id) is [0, var x, var y] ? (x, y) : null;

    private static double Scalar(ParameterSet set, ushort id, double otherwise)
    {
        set.TryGetScalar(id, ref otherwise);
        return otherwise;
    }

    private static double[]? Numbers(ParameterSet set, ushort id)
    {
        var entry = set.Find(id);
        if (entry < 0)
            return null;
        var numbers = new double[set.Count(entry)];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = set.GetDouble(entry, i);
        return numbers;
    }
}
