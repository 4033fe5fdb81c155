namespace MultiAgentEdge.Hardware
{
    /// <summary>A few hundred bytes that outlive a reboot.</summary>
    public interface ISmallFile
    {
        /// <summary>Bytes read; 0 where there is no file, it cannot be read, or it does not fit.</summary>
        int Read(byte[] into);

        /// <summary>Replaces the whole content; the next read gives the old bytes or the new ones. False: nothing changed.</summary>
        bool TryReplace(byte[] from, int length);
    }
}
