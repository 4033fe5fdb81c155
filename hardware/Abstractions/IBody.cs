namespace MultiAgentEdge.Hardware
{
    /// <summary>
    /// What a controller drives: a state to sense and an input to apply, both in the controller's own coordinates and units.
    /// A linear plant of paper S1 is one body; a differential-drive rover (motors, encoders) is another.
    /// </summary>
    public interface IBody
    {
        int StateCount { get; }

        int InputCount { get; }

        /// <summary>Reads the sensors and writes the state estimate. False: no plausible reading; the array is then unchanged.</summary>
        bool TrySense(double[] state);

        /// <summary>Applies an input until the next call. Not finite: the body stops and the call returns false.</summary>
        bool TryActuate(double[] input);

        /// <summary>Stops all motion, at once; may be called in any state.</summary>
        void Stop();
    }
}
