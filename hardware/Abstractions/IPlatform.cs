namespace MultiAgentEdge.Hardware
{
    /// <summary>What only the machine itself can do or know.</summary>
    public interface IPlatform
    {
        /// <summary>For people, one word: esp32, raspberry-pi, simulated.</summary>
        string BoardName { get; }

        /// <summary>Tells this machine from every other, for labels: its network address as hexadecimal digits; empty where it has
        /// none.</summary>
        string SerialNumber { get; }

        bool IsNetworkUp { get; }

        /// <summary>Memory left, bytes; -1 where it is not known. On a board this collects, and everything stands still meanwhile: not
        /// to be asked while the rover drives, but where the alternative is to run out.</summary>
        long FreeBytes { get; }

        /// <summary>Starts the machine anew; returns where it takes a moment.</summary>
        void Reboot();
    }
}
