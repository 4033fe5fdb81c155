using MultiAgentEdge.Delivery;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Host.Missions.Delivery.Coordination;

/// <summary>
/// Makes the parameter set that sends a rover along one edge: the vehicle's model, the safe set of the edge (25), and a self-test vector
/// computed by the very controller that the rover builds from it. Size: <see cref="BytesFor"/>.
/// </summary>
public static class DeliveryParameterSet
{
    /// <summary>Periods of the self-test: enough for QPs, few enough for every rover's buffer.</summary>
    private const int SelfTestPeriods = 5;

    /// <summary>Bytes of a set: 8 ((S + 1)(nx + 1) + 2 S) for a stored traversal of S periods, and at most 600 besides.</summary>
    public static int BytesFor(int steps, int stateCount) => 600 + (8 * (((steps + 1) * (stateCount + 1)) + (2 * steps)));

    /// <param name="dynamics">As the controller is to believe in it.</param>
    /// <param name="edge">Of the edge to drive; the rover must be at its first state when the set becomes active, or on the way.</param>
    /// <param name="horizon">N, 2 to 64.</param>
    /// <param name="version">Above zero and above every version the rover has had.</param>
    /// <param name="start">Where the rover was put down; null: it knows where it is.</param>
    /// <param name="priority">See <see cref="ParameterId.WayPriority"/>.</param>
    /// <exception cref="ArgumentException">These numbers do not make a controller.</exception>
    public static byte[] Build(
        VehicleDynamics dynamics, EdgeSafeSet edge, int horizon, uint version, bool blendsTurns = false,
        (double XM, double YM, double HeadingRad)? start = null, int priority = 0)
    {
        ArgumentNullException.ThrowIfNull(dynamics);
        ArgumentNullException.ThrowIfNull(edge);
        var plain = Write(dynamics, edge, horizon, version, blendsTurns, start, priority, [], []);
        var set = new ParameterSet();
        var limits = new RoverOptions { StateCapacity = edge.StateCount + CapacityCount, ParameterBytes = plain.Length };
        if (set.TryParse(plain, plain.Length) != ParameterStatus.Ok || ControllerFactory.TryCreate(set, limits) is not { } controller)
        {
            throw new ArgumentException(
                "These numbers do not make a delivery controller: a limit or the horizon is out of its range.", nameof(dynamics));
        }

        double[] input = [.. edge.States[..edge.StateCount], 0, 0];
        var output = new double[SelfTestPeriods * VehicleDynamics.InputCount];
        if (!controller.TryAnswer(input, input.Length, output, output.Length))
            throw new ArgumentException("The stored traversal cannot be driven.", nameof(edge));
        return Write(dynamics, edge, horizon, version, blendsTurns, start, priority, input, output);
    }

    /// <summary>Battery and time, behind the vehicle's own states.</summary>
    private const int CapacityCount = 2;

    private static byte[] Write(
        VehicleDynamics dynamics, EdgeSafeSet edge, int horizon, uint version, bool blendsTurns,
        (double XM, double YM, double HeadingRad)? start, int priority, double[] input, double[] output)
    {
        var (nx, steps) = (edge.StateCount, edge.Steps);
        var buffer = new byte[BytesFor(steps, nx)];
        var builder = new ParameterSetBuilder(MissionKind.Delivery, version, buffer);
        builder.AddScalar(ParameterId.PeriodUs, Math.Round(dynamics.PeriodS * 1e6));
        builder.AddScalar(ParameterId.Horizon, horizon);
        double[] vehicle =
        [
            (int)dynamics.Kind, dynamics.WheelbaseM, dynamics.SpeedUpperMS, dynamics.SteeringUpperRad, dynamics.HotelPerS,
            dynamics.DrivePerS,
            blendsTurns ? 1 : 0,
        ];
        builder.Add(ParameterId.Vehicle, vehicle, vehicle.Length);
        builder.Add(ParameterId.InputLower, dynamics.InputLower, VehicleDynamics.InputCount);
        builder.Add(ParameterId.InputUpper, dynamics.InputUpper, VehicleDynamics.InputCount);
        builder.Add(ParameterId.EdgeStates, edge.States[..((steps + 1) * nx)], steps + 1, nx);
        builder.Add(ParameterId.EdgeInputs, edge.Inputs[..(steps * VehicleDynamics.InputCount)], steps, VehicleDynamics.InputCount);
        builder.Add(ParameterId.EdgeBattery, edge.Battery[..(steps + 1)], steps + 1);
        if (start is { } pose)
            builder.Add(ParameterId.StartPose, [pose.XM, pose.YM, pose.HeadingRad], 3);
        if (priority > 0)
            builder.AddScalar(ParameterId.WayPriority, priority);
        if (input.Length > 0)
        {
            builder.Add(ParameterId.SelfTestInput, input, input.Length);
            builder.Add(ParameterId.SelfTestOutput, output, output.Length);
        }

        var length = builder.Finish();
        return length > 0 ? buffer[..length] : throw new ArgumentException("The parameter set is too large.", nameof(edge));
    }
}
