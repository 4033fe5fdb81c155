namespace MultiAgentEdge.Programs
{
    /// <summary>Names one program of a rover. Generation 0 is what was flashed or installed by hand: it is in no slot.</summary>
    public sealed class ProgramId
    {
        /// <summary>Of the slot that holds it; the larger one was written later.</summary>
        public uint Generation;

        /// <summary>Major, minor, patch: 8, 8 and 16 bits.</summary>
        public uint Version;

        /// <summary>The image's own checksum: tells two images of one version apart.</summary>
        public uint Crc;

        public bool IsNone
        {
            get { return Generation == 0 && Version == 0 && Crc == 0; }
        }

        public void Set(uint generation, uint version, uint crc)
        {
            Generation = generation;
            Version = version;
            Crc = crc;
        }

        public void Set(ProgramId other)
        {
            Set(other.Generation, other.Version, other.Crc);
        }

        public void Clear()
        {
            Set(0, 0, 0);
        }

        /// <summary>Whether it is this image, whichever slot it came to.</summary>
        public bool IsImage(uint version, uint crc)
        {
            return !IsNone && Version == version && Crc == crc;
        }
    }
}
