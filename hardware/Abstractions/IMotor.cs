namespace MultiAgentEdge.Hardware
{
    /// <summary>One DC motor behind a bridge.</summary>
    public interface IMotor
    {
        /// <summary>Signed duty in [-1, 1]. NaN or infinite stops the motor and returns false; out of range is clamped.</summary>
        bool SetDuty(double duty);

        /// <summary>Duty zero, at once.</summary>
        void Stop();
    }
}
