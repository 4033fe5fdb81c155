namespace MultiAgentEdge.Hardware.Drivers
{
    /// <summary>Why a differential drive does not trust itself.</summary>
    public enum DriveFault
    {
        None = 0,

        /// <summary>A wheel is driven well beyond its dead band and its encoder stands still.</summary>
        EncoderStuck = 1,

        /// <summary>An encoder counted more than its wheel can turn. Cleared by the next plausible count; the jump is not added.</summary>
        EncoderJump = 2,

        /// <summary>Encoders and inertial sensor disagree on the yaw rate for long: a wheel spins freely or is lifted.</summary>
        WheelSlip = 3,
    }
}
