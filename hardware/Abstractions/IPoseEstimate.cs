namespace MultiAgentEdge.Hardware
{
    /// <summary>What a body believes of where it is, once poses from outside reach it.</summary>
    public interface IPoseEstimate
    {
        /// <summary>Takes where a tracker saw the rover. False where it was not believed or not listened to.</summary>
        /// <param name="source">Which tracker.</param>
        /// <param name="stampUs">When it was so, on the tracker's clock.</param>
        /// <param name="arrivalUs">When it came, on the rover's clock.</param>
        /// <param name="xM">World frame.</param>
        /// <param name="yM">World frame.</param>
        /// <param name="headingRad">NaN where the tracker sees none.</param>
        /// <param name="sigmaM">Standard deviation of either coordinate.</param>
        /// <param name="sigmaRad">Standard deviation of the heading.</param>
        bool TryTakePose(int source, long stampUs, long arrivalUs, double xM, double yM, double headingRad, double sigmaM, double sigmaRad);

        /// <summary>Whether a tracker has placed or confirmed the rover since it was switched on. Until then the body counts its
        /// way.</summary>
        bool IsTracked { get; }

        /// <summary>Whether it was tracked and no longer knows where it is well enough to drive.</summary>
        bool IsLost { get; }

        /// <summary>Whether poses are refused in a row, or another tracker contradicts the one that is followed.</summary>
        bool IsContradicted { get; }

        /// <summary>Poses that were no poses, too old, from the future or not believed, since the start.</summary>
        uint PosesRefused { get; }

        /// <summary>Standard deviation of the position along its worst direction, metres; 0 while the way is only counted: nobody can
        /// say.</summary>
        double PoseSigmaM { get; }
    }
}
