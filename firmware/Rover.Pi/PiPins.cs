using MultiAgentEdge.Hardware;

namespace MultiAgentEdge.Firmware.Pi;

/// <summary>hardware/boards/raspberry-pi as numbers of the processor's pins.</summary>
public static class PiPins
{
    public static RoverPinMap Map => new()
    {
        LeftPwm = 12,
        LeftForward = 5,
        LeftReverse = 6,
        RightPwm = 13,
        RightForward = 20,
        RightReverse = 21,
        LeftEncoderA = 17,
        LeftEncoderB = 27,
        RightEncoderA = 22,
        RightEncoderB = 23,
        EmergencyStop = 26,
        StatusLed = 16,
        InertialData = 2,
        InertialClock = 3,
        BatteryChannel = 0,
    };
}
