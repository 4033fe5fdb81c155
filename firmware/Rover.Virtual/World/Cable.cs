using System;
using System.IO;
using System.Threading;
using MultiAgentEdge.Hardware;
using nanoFramework.Runtime.Native;

namespace MultiAgentEdge.Firmware.Virtual
{
    /// <summary>
    /// The line to whoever started the virtual board. First come the files of its storage, each a length of two bytes, low one first, and
    /// the bytes; then it is the console's serial line. A board whose line has ended has lost its power.
    /// </summary>
    public sealed class Cable
    {
        private const int RoomBytes = 512;

        private readonly IByteStream _stream;
        private readonly object _gate = new object();
        private readonly byte[] _arrived = new byte[RoomBytes];
        private readonly byte[] _piece = new byte[64];
        private int _waiting;

        public Cable(IByteStream stream)
        {
            _stream = stream;
        }

        public int Waiting
        {
            get { return _waiting; }
        }

        /// <summary>Waits for the next file; an empty one is none.</summary>
        public void Receive(string path)
        {
            byte[] length = new byte[2];
            Fill(length);
            byte[] bytes = new byte[length[0] + (256 * length[1])];
            Fill(bytes);
            if (bytes.Length > 0)
            {
                using (FileStream file = new FileStream(path, FileMode.Create, FileAccess.Write))
                {
                    file.Write(bytes, 0, bytes.Length);
                }
            }
        }

        /// <summary>From here on it is the console's.</summary>
        public void Start()
        {
            new Thread(Listen).Start();
        }

        public int Read(byte[] buffer, int offset, int count)
        {
            lock (_gate)
            {
                int taken = _waiting < count ? _waiting : count;
                Array.Copy(_arrived, 0, buffer, offset, taken);
                _waiting -= taken;
                Array.Copy(_arrived, taken, _arrived, 0, _waiting);
                return taken;
            }
        }

        public void Write(byte[] buffer, int offset, int count)
        {
            try
            {
                _stream.Write(buffer, offset, count);
            }
            catch (Exception)
            {
                // The reading thread notices the same.
            }
        }

        private void Fill(byte[] bytes)
        {
            int at = 0;
            while (at < bytes.Length)
            {
                int count = _stream.Read(bytes, at, bytes.Length - at);
                if (count <= 0)
                {
                    throw new IOException();
                }

                at += count;
            }
        }

        private void Listen()
        {
            try
            {
                int count = _stream.Read(_piece, 0, _piece.Length);
                while (count > 0)
                {
                    lock (_gate)
                    {
                        // As a serial port: what finds no room is lost.
                        int taken = RoomBytes - _waiting < count ? RoomBytes - _waiting : count;
                        Array.Copy(_piece, 0, _arrived, _waiting, taken);
                        _waiting += taken;
                    }

                    count = _stream.Read(_piece, 0, _piece.Length);
                }
            }
            catch (Exception)
            {
                // Ended, by whichever of the two.
                _waiting = 0;
            }

            Power.RebootDevice();
        }
    }
}
