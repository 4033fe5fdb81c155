using MultiAgentEdge.Delivery;

namespace MultiAgentEdge.Host.Worlds;

/// <summary>The board's model of a fleet vehicle, from the figures of a task graph.</summary>
public static class DeliveryDynamics
{
    public static VehicleDynamics Of(VehicleLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        var isBicycle = limits.Model == VehicleModel.Bicycle;
        var dynamics = new VehicleDynamics(isBicycle ? VehicleKind.Bicycle : VehicleKind.Unicycle)
        {
            PeriodS = limits.PeriodS,
            WheelbaseM = limits.WheelbaseM,
            SpeedUpperMS = limits.SpeedMaxMS,
            SteeringUpperRad = limits.SteeringMaxRad,
            HotelPerS = limits.IdleDrawPerS,
            DrivePerS = limits.SpeedDrawSM2,
        };
        var turn = isBicycle ? limits.SteeringRateMaxRadS : limits.YawRateMaxRadS;
        (dynamics.InputLower[0], dynamics.InputUpper[0]) = (-turn, turn);
        (dynamics.InputLower[1], dynamics.InputUpper[1]) = (-limits.AccelerationMaxMS2, limits.AccelerationMaxMS2);
        return dynamics;
    }
}
