using System;
using System.Reflection;
using MultiAgentEdge.Programs;

namespace MultiAgentEdge.Firmware.Loading.Nano
{
    /// <summary>A program's assemblies, loaded from its slot. The interpreter runs them where they lie: the bytes stay in the
    /// heap.</summary>
    public static class LoadedProgram
    {
        private const string EntryType = "MultiAgentEdge.Firmware.Nano.Program";

        /// <summary>Runs the program's Main in this thread; returns when that does.</summary>
        /// <exception cref="Exception">It is no program, or threw.</exception>
        public static void Run(ProgramSlots slots, int slot)
        {
            ProgramImage image = new ProgramImage();
            if (!image.TryRead(slots, slot))
                throw new ArgumentException("slot");
            Assembly last = null;
            for (int file = 0; file < image.FileCount; file++)
            {
                byte[] bytes = new byte[image.LengthOf(file)];
                if (!slots.TryRead(slot, image.OffsetOf(file), bytes, 0, bytes.Length))
                    throw new ArgumentException("slot");
                last = Assembly.Load(bytes);
            }

            last.GetType(EntryType).GetMethod("Main").Invoke(null, null);
        }
    }
}
