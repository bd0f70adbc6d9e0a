package dev.verdict.training;

import dev.verdict.model.ModelCard;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * A run after one of its epochs: enough to go on to the same result, bit for bit, as if it had not stopped.
 *
 * @param run names settings and data; another run cannot go on from here
 * @param epochs a row per epoch done
 * @param trainer of the last epoch
 * @param average of the weights
 * @param best weights of the epoch that would be chosen now
 * @param bestEpoch its number
 */
record Checkpoint(
        String run,
        List<ModelCard.Epoch> epochs,
        NetworkTrainer.State trainer,
        float[] average,
        float[] best,
        int bestEpoch) {
    private static final String FILE = "training.checkpoint";
    private static final String FORM = "Verdict checkpoint 1";
    private static final int MAX_EPOCHS = 1 << 20;
    private static final int MAX_FLOATS = 1 << 28;

    /** Under its name in the folder there is always a whole checkpoint or none. */
    void write(Path folder) throws IOException {
        Path unfinished = folder.resolve(FILE + ".part");
        var crc = new CRC32();
        try (var out = new DataOutputStream(
                new CheckedOutputStream(new BufferedOutputStream(Files.newOutputStream(unfinished)), crc))) {
            out.writeUTF(FORM);
            out.writeUTF(run);
            out.writeInt(epochs.size());
            for (ModelCard.Epoch row : epochs) {
                out.writeInt(row.epoch());
                out.writeDouble(row.loss());
                out.writeDouble(row.accuracy());
                out.writeDouble(row.validationLoss());
                out.writeDouble(row.validationAccuracy());
            }
            out.writeInt(trainer.iterations());
            out.writeInt(bestEpoch);
            for (float[] values : List.of(trainer.parameters(), trainer.optimiser(), average, best)) {
                writeFloats(values, out);
            }
            out.writeLong(crc.getValue());
        }
        Files.move(
                unfinished, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * @param run settings and data of the run that is to go on
     * @throws TrainingException if there is a checkpoint in the folder that is not of this run, or damaged
     */
    static Optional<Checkpoint> read(Path folder, String run) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var crc = new CRC32();
        try (var in =
                new DataInputStream(new CheckedInputStream(new BufferedInputStream(Files.newInputStream(file)), crc))) {
            if (!in.readUTF().equals(FORM)) {
                throw TrainingException.ofCheckpoint(
                        file + " is not a checkpoint of this Verdict: delete it to start anew");
            }
            if (!in.readUTF().equals(run)) {
                throw TrainingException.ofCheckpoint(file
                        + " is of a run with other settings or data: give the same ones, or delete it to start anew");
            }
            Checkpoint checkpoint = readBody(in, run);
            long expected = crc.getValue();
            if (in.readLong() != expected) {
                throw TrainingException.ofCheckpoint(file + " is damaged: delete it to start anew");
            }
            return Optional.of(checkpoint);
        } catch (EOFException | UTFDataFormatException e) {
            throw TrainingException.ofCheckpoint(file + " is damaged: delete it to start anew");
        }
    }

    /** Does nothing if there is none. */
    static void delete(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(FILE));
    }

    private static Checkpoint readBody(DataInputStream in, String run) throws IOException {
        int rows = in.readInt();
        if (rows < 1 || rows > MAX_EPOCHS) {
            throw new EOFException();
        }
        List<ModelCard.Epoch> epochs = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            epochs.add(new ModelCard.Epoch(
                    in.readInt(), in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble()));
        }
        int iterations = in.readInt();
        int bestEpoch = in.readInt();
        float[] parameters = readFloats(in);
        float[] optimiser = readFloats(in);
        return new Checkpoint(
                run,
                epochs,
                new NetworkTrainer.State(parameters, optimiser, iterations),
                readFloats(in),
                readFloats(in),
                bestEpoch);
    }

    private static void writeFloats(float[] values, DataOutputStream out) throws IOException {
        var bytes = ByteBuffer.allocate(Float.BYTES * values.length);
        bytes.asFloatBuffer().put(values);
        out.writeInt(values.length);
        out.write(bytes.array());
    }

    private static float[] readFloats(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MAX_FLOATS) {
            throw new EOFException();
        }
        byte[] bytes = in.readNBytes(Float.BYTES * length);
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
        if (values.length != length) {
            throw new EOFException();
        }
        return values;
    }
}
